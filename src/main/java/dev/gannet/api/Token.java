package dev.gannet.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A parameter that is what a wildcard of the subject stands for, as a {@code String}, an {@code int} or a {@code long}.
 * {@code >} stands for all the tokens that are left, with their dots.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Token {
    /** Which wildcard, from 1. Without it the first such parameter is the first wildcard, and so on. */
    int value() default 0;
}
