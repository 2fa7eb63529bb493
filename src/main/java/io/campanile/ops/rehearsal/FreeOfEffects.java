package io.campanile.ops.rehearsal;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the class of a bean that only calculates: its methods neither change nor tell anything, so a rehearsal may call
 * them. It stands at the class, where whoever gives it an effect sees it; a bean without it is not called in a rehearsal,
 * but its call is part of the outcome.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface FreeOfEffects {
}
