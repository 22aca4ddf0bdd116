package dev.gannet.client.call;

import java.lang.annotation.Annotation;
import java.util.List;

/** One kind of annotated methods: what is right about them, and how they are called. */
public interface ObserverKind {
    /** What marks the methods. */
    Class<? extends Annotation> annotation();

    /**
     * Checks the methods of all beans when the application is deployed. What is wrong is told to {@code checks}: then
     * the application is not deployed, and nothing of what is returned is started.
     */
    List<Observer> check(List<BeanMethod> methods, Checks checks);
}
