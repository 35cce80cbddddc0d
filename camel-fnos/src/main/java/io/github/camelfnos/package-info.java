/**
 * The Camel face of the fnOS component: component, endpoint, producer, bodies, converters, headers and exceptions.
 */
package io.github.camelfnos;
