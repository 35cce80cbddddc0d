/**
 * A live connection to a NAS: its states, the login, the requests in flight and those that wait. Knows the protocol and
 * the transport, and nothing of Camel.
 */
package io.github.camelfnos.client;
