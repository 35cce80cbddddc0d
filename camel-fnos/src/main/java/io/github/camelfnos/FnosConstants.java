package io.github.camelfnos;

import org.apache.camel.spi.Metadata;

/** The headers that the component reads and sets. */
public final class FnosConstants {

    /** The scheme of the component's URIs. */
    public static final String SCHEME = "fnos";

    @Metadata(label = "producer", javaType = "String",
              description = "Overrides the operation of the URI, for this request only. It is removed from the message when read.")
    public static final String OPERATION = "CamelFnosOperation";

    @Metadata(label = "producer", javaType = "java.util.Map<String, Object>",
              description = "Parameters of the request, for this request only; they win over the body and over those in the URI. "
                            + "The values are sent as they are, text is never parsed. It is removed from the message when read.")
    public static final String PARAMETERS = "CamelFnosParameters";

    @Metadata(label = "producer", javaType = "Long",
              description = "Overrides requestTimeout, for this request only, in milliseconds. It is removed from the message when read.")
    public static final String REQUEST_TIMEOUT = "CamelFnosRequestTimeout";

    @Metadata(label = "common", javaType = "String",
              description = "The operation that was answered; push for a push.")
    public static final String ANSWERED_OPERATION = "CamelFnosAnsweredOperation";

    @Metadata(label = "common", javaType = "String", description = "The id under which the request was sent.")
    public static final String REQ_ID = "CamelFnosReqId";

    @Metadata(label = "common", javaType = "String",
              description = "The result field of the frame that ended the answer, such as succ; absent where no frame did.")
    public static final String RESULT = "CamelFnosResult";

    @Metadata(label = "common", javaType = "String", description = "The rev field of the answer, where the NAS sent one.")
    public static final String REV = "CamelFnosRev";

    @Metadata(label = "common", javaType = "Integer",
              description = "0 after success; after a failure, and with notFoundBehaviour=empty, the NAS's error number, or -1 where "
                            + "it gave none. Absent where the NAS did not answer.")
    public static final String ERRNO = "CamelFnosErrno";

    @Metadata(label = "common", javaType = "Integer", description = "In how many frames the answer came. Absent where its entries are still to come, as with streaming.")
    public static final String FRAME_COUNT = "CamelFnosFrameCount";

    @Metadata(label = "common", javaType = "Boolean",
              description = "Whether a frame ended the answer; false where answerIdleTimeout did and more might have been meant to come. "
                            + "Absent where its entries are still to come, as with streaming.")
    public static final String COMPLETE = "CamelFnosComplete";

    @Metadata(label = "common", javaType = "String",
              description = "The id of the long-running task that the request started, also when the request timed out and the task goes on, "
                            + "and of the task that a message to progressUri reports on.")
    public static final String TASK_ID = "CamelFnosTaskId";

    @Metadata(label = "consumer", javaType = "String",
              description = "The kind of a push, such as storageChanged; absent where the NAS names none.")
    public static final String PUSH_KIND = "CamelFnosPushKind";

    @Metadata(label = "consumer", javaType = "Long",
              description = "The place of a push among those that came for this consumer, from 1. It begins anew with each start of the "
                            + "consumer, and leaves out what was dropped.")
    public static final String PUSH_SEQUENCE = "CamelFnosPushSequence";

    @Metadata(label = "consumer", javaType = "Boolean",
              description = "Whether other pushes may have been missed just before this one, as the connection or the session was lost, or "
                            + "as pushes were dropped.")
    public static final String PUSH_GAP = "CamelFnosPushGap";

    @Metadata(label = "consumer", javaType = "String", enums = "connected,disconnected",
              description = "With connectionEvents, what has become of the connection. Such an exchange has no body and is no push.")
    public static final String CONNECTION_EVENT = "CamelFnosConnectionEvent";

    private FnosConstants() {
    }
}
