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
              description = "Parameters of the request, for this request only; they win over the body and over param.* of the URI. "
                            + "The values are sent as they are, text is never parsed. It is removed from the message when read.")
    public static final String PARAMETERS = "CamelFnosParameters";

    @Metadata(label = "producer", javaType = "Long",
              description = "Overrides requestTimeout in milliseconds, for this request only. It is removed from the message when read.")
    public static final String REQUEST_TIMEOUT = "CamelFnosRequestTimeout";

    @Metadata(label = "producer", javaType = "String", description = "The operation that was answered.")
    public static final String ANSWERED_OPERATION = "CamelFnosAnsweredOperation";

    @Metadata(label = "producer", javaType = "String", description = "The id under which the request was sent.")
    public static final String REQ_ID = "CamelFnosReqId";

    @Metadata(label = "producer", javaType = "String",
              description = "The result field of the frame that ended the answer, such as succ; absent where no frame did.")
    public static final String RESULT = "CamelFnosResult";

    @Metadata(label = "producer", javaType = "String", description = "The rev field of the answer, where the NAS sent one.")
    public static final String REV = "CamelFnosRev";

    @Metadata(label = "producer", javaType = "Integer",
              description = "0 after success; after a failure, and with notFoundBehaviour=empty, the NAS's error number, or -1 where "
                            + "it gave none. Absent where the NAS did not answer.")
    public static final String ERRNO = "CamelFnosErrno";

    @Metadata(label = "producer", javaType = "Integer", description = "In how many frames the answer came.")
    public static final String FRAME_COUNT = "CamelFnosFrameCount";

    @Metadata(label = "producer", javaType = "Boolean",
              description = "False where no frame ended the answer, so that answerIdleTimeout did and more might have been meant to come.")
    public static final String COMPLETE = "CamelFnosComplete";

    @Metadata(label = "producer", javaType = "String",
              description = "The id of the long-running task that the request started, also when the request timed out and the task goes on.")
    public static final String TASK_ID = "CamelFnosTaskId";

    private FnosConstants() {
    }
}
