package io.github.camelfnos.client;

/**
 * What somebody wants to hear of a connection, and how much is kept until they take it.
 *
 * @param subscriber who that is, for messages, such as {@code route 'changes'}
 * @param kinds      the kinds of pushes
 * @param events     whether to hear that the connection is made and lost, too
 * @param overflow   what happens when the memory is full
 * @param limits     how much is kept
 */
public record PushSettings(String subscriber, PushKinds kinds, boolean events, PushOverflow overflow, BufferLimits limits) {
}
