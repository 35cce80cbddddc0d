/**
 * The fnOS WebSocket protocol as pure functions and values: frames, the JSON codec, request ids, the signature,
 * the login envelope, the collection of an answer's frames and the errno table. Nothing in here does I/O on a
 * socket, reads a clock or knows Camel.
 */
package io.github.camelfnos.protocol;
