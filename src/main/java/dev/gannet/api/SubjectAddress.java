package dev.gannet.api;

import java.io.Serializable;

/**
 * A subject that is said where an application is deployed and not in its code: an object of the resource adapter, defined
 * with {@code @AdministeredObjectDefinition} or by an operator, and injected with {@code @Resource}.
 */
public interface SubjectAddress extends Serializable {
    String subject();
}
