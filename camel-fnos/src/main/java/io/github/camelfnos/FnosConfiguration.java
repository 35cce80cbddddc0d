package io.github.camelfnos;

import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.support.jsse.SSLContextParameters;

import io.github.camelfnos.client.PushOverflow;
import io.github.camelfnos.client.StartupFailure;

/** The options that can be set on the component and overridden in a URI. */
@UriParams
public class FnosConfiguration implements Cloneable {

    @UriParam(label = "common")
    @Metadata(description = "Host name or IP address of the NAS, without a scheme or a port. It must be set, on the component or in the URI.")
    private String host;
    @UriParam(label = "common", defaultValue = "5666")
    @Metadata(description = "Port on which the NAS serves its WebSocket. With secure the default is 5667, with relay 443.")
    private Integer port;
    @UriParam(label = "security", defaultValue = "false")
    @Metadata(description = "Connects by TLS (wss). The certificate is verified, and must be made for the host; a NAS as it comes has a "
                            + "self-signed one, which certificateFingerprint or sslContextParameters can trust.")
    private boolean secure;
    @UriParam(label = "connection", defaultValue = "false")
    @Metadata(description = "Connects by the vendor's relay (FN Connect), whose host is like my-nas.fnos.net. It sends the relay's cookie, "
                            + "and implies secure.")
    private boolean relay;
    @UriParam(label = "connection,advanced", defaultValue = "/websocket")
    @Metadata(description = "Path of the WebSocket on the NAS. It begins with a slash.")
    private String webSocketPath = "/websocket";
    @UriParam(label = "connection,advanced", defaultValue = "main", enums = "main,timer,file")
    @Metadata(description = "Label of the socket. One server answers all of them, and main is enough for everything.")
    private String webSocketType = "main";
    @UriParam(label = "connection,advanced")
    @Metadata(description = "A name that gives endpoints of the same name a connection of their own. Without it all endpoints "
                            + "whose connection options are equal share one connection.")
    private String connectionId;
    @UriParam(label = "connection", defaultValue = "10s", javaType = "java.time.Duration")
    @Metadata(description = "How long the TCP connection and the WebSocket upgrade may take together, and each step of the "
                            + "login.")
    private long connectTimeout = 10_000;
    @UriParam(label = "connection,advanced", defaultValue = "10s", javaType = "java.time.Duration")
    @Metadata(description = "How long a connection stays open that no route uses any more, so that a route that restarts finds it; with 0 "
                            + "it closes at once, as it does when the context stops.")
    private long lingerTimeout = 10_000;
    @UriParam(label = "connection,advanced", defaultValue = "60s", javaType = "java.time.Duration")
    @Metadata(description = "How often the heartbeat is sent, by which a NAS is noticed that has gone silent. With 0 none is sent, and only "
                            + "requests that time out tell of it.")
    private long heartbeatInterval = 60_000;
    @UriParam(label = "connection,advanced", defaultValue = "3")
    @Metadata(description = "After how many heartbeat intervals in a row in which the NAS sent nothing at all the connection counts as "
                            + "dead.")
    private int heartbeatMaxMissed = 3;
    @UriParam(label = "connection", defaultValue = "true")
    @Metadata(description = "Whether a connection that was lost is made again. If not, requests fail until a route that uses it is started "
                            + "again.")
    private boolean reconnect = true;
    @UriParam(label = "connection,advanced", defaultValue = "1s", javaType = "java.time.Duration")
    @Metadata(description = "The longest wait before the first attempt to connect again. Each wait is a random part of its longest. A "
                            + "connection that was ready for ten times as long begins with it again when it is lost.")
    private long reconnectDelay = 1_000;
    @UriParam(label = "connection,advanced", defaultValue = "60s", javaType = "java.time.Duration")
    @Metadata(description = "The longest wait before any attempt to connect again; not less than reconnectDelay.")
    private long reconnectMaxDelay = 60_000;
    @UriParam(label = "connection,advanced", defaultValue = "2")
    @Metadata(description = "By how much the longest wait is multiplied with each attempt to connect again, up to reconnectMaxDelay; at "
                            + "least 1.")
    private double reconnectBackoffMultiplier = 2;
    @UriParam(label = "connection,advanced", defaultValue = "0")
    @Metadata(description = "After how many attempts in a row to give up, as without reconnect; 0 for never.")
    private int maxReconnectAttempts;
    @UriParam(label = "connection", defaultValue = "fail", enums = "fail,reconnect")
    @Metadata(description = "What happens when a route starts and the NAS cannot be reached: the start fails, or the route starts and the "
                            + "connection goes on trying. A refused login always fails the start.")
    private StartupFailure startupFailure = StartupFailure.fail;
    @UriParam(label = "connection,advanced", defaultValue = "67108864")
    @Metadata(description = "The largest frame in bytes that is accepted from the NAS, by default 64 MiB; a larger one ends the connection.")
    private int maxFrameSize = 64 * 1024 * 1024;
    @UriParam(label = "connection,advanced", defaultValue = "256")
    @Metadata(description = "How many requests of a connection may be in flight at once. Further ones wait for their turn in order, "
                            + "without holding a thread, up to ten times as many; beyond that they fail with FnosBusyException.")
    private int maxInFlight = 256;
    @UriParam(label = "security")
    @Metadata(description = "The NAS user who logs in. With token or longToken it may be left out, unless sessions of several users are "
                            + "used at one NAS.")
    private String username;
    @UriParam(label = "security", secret = true)
    @Metadata(description = "The password of the NAS user. Set it on the component rather than in a URI, where it would need RAW().")
    private String password;
    @UriParam(label = "security", secret = true)
    @Metadata(description = "The token of a session that an earlier login gave, which goes on without a password. Needs sessionSecret.")
    private String token;
    @UriParam(label = "security", secret = true)
    @Metadata(description = "The long token of a session that an earlier login gave. It outlives a reboot of the NAS and is bound to "
                            + "deviceId. Needs sessionSecret.")
    private String longToken;
    @UriParam(label = "security", secret = true)
    @Metadata(description = "The key that signs the requests of the session of token or longToken, in base64: the login's secret, "
                            + "decrypted.")
    private String sessionSecret;
    @UriParam(label = "security")
    @Metadata(description = "How the certificate of the NAS is verified, and anything else of TLS, such as a key store, protocols and "
                            + "ciphers. Not beside certificateFingerprint or trustAllCertificates. Needs secure.")
    private SSLContextParameters sslContextParameters;
    @UriParam(label = "security", defaultValue = "false")
    @Metadata(description = "Uses the CamelContext's own SSLContextParameters where none of sslContextParameters, certificateFingerprint "
                            + "and trustAllCertificates is set. Needs secure.")
    private boolean useGlobalSslContextParameters;
    @UriParam(label = "security")
    @Metadata(description = "The SHA-256 fingerprint of the NAS's certificate in hex, with or without colons. Exactly this certificate is "
                            + "trusted, whoever signed it. The host name is checked nevertheless. Needs secure.")
    private String certificateFingerprint;
    @UriParam(label = "security", defaultValue = "false")
    @Metadata(description = "Trusts any certificate, so that whoever stands between can read everything; for tests only. The host name is "
                            + "checked nevertheless. Needs secure.")
    private boolean trustAllCertificates;
    @UriParam(label = "security", defaultValue = "true")
    @Metadata(description = "Whether the certificate must be made for the host. Without it any trusted certificate will do; sensible only "
                            + "with certificateFingerprint. Needs secure.")
    private boolean hostnameVerification = true;
    @UriParam(label = "security")
    @Metadata(description = "Identifies this client among the devices that the NAS lists: a stable text of up to 64 characters. By "
                            + "default it is derived from the names of this machine, of the user who runs this process and of the NAS user.")
    private String deviceId;
    @UriParam(label = "security", defaultValue = "camel-fnos")
    @Metadata(description = "The name under which the NAS lists this client among its devices.")
    private String deviceName = "camel-fnos";
    @UriParam(label = "security", defaultValue = "true")
    @Metadata(description = "Whether to ask for a session that outlives a reboot of the NAS. Without it the session is logged out when "
                            + "the last connection of the account closes.")
    private boolean stayLoggedIn = true;
    @UriParam(label = "security,advanced", defaultValue = "user.login")
    @Metadata(description = "The command that logs in; international builds of fnOS were seen with user.loginIntl.")
    private String loginOperation = "user.login";
    @UriParam(label = "security", defaultValue = "false")
    @Metadata(description = "Connects without a login. The NAS then answers only the few commands that need none, such as "
                            + "appcgi.sysinfo.getHostName, and pushes nothing.")
    private boolean anonymous;
    @UriParam(label = "common", defaultValue = "30s", javaType = "java.time.Duration")
    @Metadata(description = "How long the first frame of an answer may take, waiting for a turn included, and each further frame from "
                            + "the one before. When it ends, the exchange fails with ExchangeTimedOutException.")
    private long requestTimeout = 30_000;
    @UriParam(label = "connection,advanced", defaultValue = "2s", javaType = "java.time.Duration")
    @Metadata(description = "Some servers send an answer in one frame without a result field and nothing after it. After this much "
                            + "silence such a frame counts as the whole answer, marked by CamelFnosComplete=false; but only on "
                            + "connections that have not been seen to end such an answer properly.")
    private long answerIdleTimeout = 2_000;
    @UriParam(label = "producer", defaultValue = "false")
    @Metadata(description = "Takes no parameters from the message body. Set it where the body comes from elsewhere (HTTP, Kafka, files), "
                            + "or its fields could override the parameters of the URI.")
    private boolean ignoreBody;
    @UriParam(label = "producer", defaultValue = "false")
    @Metadata(description = "Sends the fields of a body that itself came from the NAS (an answer, or an entry of its list) as "
                            + "parameters. By default such a body is a result, not a request, and is left aside.")
    private boolean sendBody;
    @UriParam(label = "producer", defaultValue = "fail", enums = "fail,empty")
    @Metadata(description = "What happens when what a request names does not exist on the NAS: the exchange fails with "
                            + "FnosNotFoundException, or it goes on with an empty answer and the errno in the header CamelFnosErrno.")
    private NotFoundBehaviour notFoundBehaviour = NotFoundBehaviour.fail;
    @UriParam(label = "producer", defaultValue = "false")
    @Metadata(description = "Whether the body is an iterator over the entries of the answer's list, FnosEntries, that is filled while the "
                            + "answer comes: for split(body()).streaming(), in constant memory. It is closed with the exchange.")
    private boolean streaming;
    @UriParam(label = "producer")
    @Metadata(description = "URI of an endpoint to which each report on the long-running task that a request starts is sent, in order, while "
                            + "the exchange waits for the end of the task. Neither with streaming nor with recursive.")
    private String progressUri;
    @UriParam(label = "listing", defaultValue = "false")
    @Metadata(description = "Whether file.ls, called or polled, lists all that is below the folder as well. Each entry then has its whole path.")
    private boolean recursive;
    @UriParam(label = "listing,advanced", defaultValue = "128")
    @Metadata(description = "How many levels of folders a recursive listing lists; 1 is the folder itself. What lies deeper is a failure, as "
                            + "walkFailure says.")
    private int maxDepth = 128;
    @UriParam(label = "listing,advanced", defaultValue = "4")
    @Metadata(description = "How many folders a recursive listing asks for at once.")
    private int walkConcurrency = 4;
    @UriParam(label = "listing", defaultValue = "skip", enums = "skip,fail")
    @Metadata(description = "What a recursive listing does about a folder that cannot be listed: leave it out and name it among the failures, "
                            + "or fail.")
    private WalkFailureBehaviour walkFailure = WalkFailureBehaviour.skip;
    @UriParam(label = "consumer")
    @Metadata(description = "Which kinds of pushes a push consumer takes: names separated by commas, such as storageChanged, in which an "
                            + "asterisk stands for any text. By default all, those without a kind included.")
    private String pushKinds;
    @UriParam(label = "consumer", defaultValue = "spool", enums = "spool,dropOldest,dropNewest")
    @Metadata(description = "What happens to pushes that a slow route has not taken when bufferMemory is full: they go to disk, or the oldest "
                            + "or the newest ones are dropped.")
    private PushOverflow pushOverflow = PushOverflow.spool;
    @UriParam(label = "consumer", defaultValue = "false")
    @Metadata(description = "Whether a push consumer also emits an exchange each time that the connection is ready (connected) and that it "
                            + "is lost (disconnected), in the header CamelFnosConnectionEvent.")
    private boolean connectionEvents;
    @UriParam(label = "advanced", defaultValue = "8MB")
    @Metadata(description = "How much each push consumer, streamed answer and recursive listing keeps in memory for a slow route, in bytes, KB, "
                            + "MB or GB; one push or frame is always kept. What comes beyond it goes to disk, or for pushes where "
                            + "pushOverflow says.")
    private String bufferMemory = "8MB";
    @UriParam(label = "advanced")
    @Metadata(description = "The folder for what a slow route has not taken of pushes, streamed answers and recursive listings when "
                            + "bufferMemory is full. It is made if it does not exist. By default the JVM's folder for temporary files.")
    private String spoolDirectory;
    @UriParam(label = "advanced", defaultValue = "1GB")
    @Metadata(description = "How much each push consumer, streamed answer and recursive listing may have in spoolDirectory, in bytes, KB, MB "
                            + "or GB. Beyond it pushes are lost and answers fail.")
    private String spoolLimit = "1GB";
    @UriParam(label = "consumer", defaultValue = "true")
    @Metadata(description = "Whether a poll emits one exchange for each entry of the answer's list, instead of one for the whole answer. An "
                            + "answer without a list is one exchange in any case.")
    private boolean splitEntries = true;
    @UriParam(label = "listing")
    @Metadata(description = "Which field of the answer holds the list that a poll splits or that is streamed. By default it is found by itself: "
                            + "the first of files, data, array, disk, share, rsp and notifyList that is a list of objects, or the only one.")
    private String listKey;
    @UriParam(label = "consumer", defaultValue = "false")
    @Metadata(description = "Whether a poll emits only the entries that are new or have changed: in size or mtim, or in anything where an "
                            + "entry has no mtim. An entry whose exchange failed comes again. Not with splitEntries=false.")
    private boolean changedOnly;
    @UriParam(label = "consumer,advanced")
    @Metadata(description = "Where changedOnly remembers what it has emitted, so that it knows after a restart. By default each poll is "
                            + "compared with the one before it, in memory.")
    private IdempotentRepository idempotentRepository;

    /** A copy that can be changed without changing this one. */
    public FnosConfiguration copy() {
        try {
            return (FnosConfiguration) clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }

    public String getHost() {
        return host;
    }

    public void setHost(String host) {
        this.host = host;
    }

    /** The port, or null for the usual one. */
    public Integer getPort() {
        return port;
    }

    public void setPort(Integer port) {
        this.port = port;
    }

    public String getWebSocketPath() {
        return webSocketPath;
    }

    public void setWebSocketPath(String webSocketPath) {
        this.webSocketPath = webSocketPath;
    }

    public String getWebSocketType() {
        return webSocketType;
    }

    public void setWebSocketType(String webSocketType) {
        this.webSocketType = webSocketType;
    }

    public String getConnectionId() {
        return connectionId;
    }

    public void setConnectionId(String connectionId) {
        this.connectionId = connectionId;
    }

    public long getConnectTimeout() {
        return connectTimeout;
    }

    public void setConnectTimeout(long connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public int getMaxFrameSize() {
        return maxFrameSize;
    }

    public void setMaxFrameSize(int maxFrameSize) {
        this.maxFrameSize = maxFrameSize;
    }

    public int getMaxInFlight() {
        return maxInFlight;
    }

    public void setMaxInFlight(int maxInFlight) {
        this.maxInFlight = maxInFlight;
    }

    public String getUsername() {
        return username;
    }

    public void setUsername(String username) {
        this.username = username;
    }

    public String getPassword() {
        return password;
    }

    public void setPassword(String password) {
        this.password = password;
    }

    public String getDeviceId() {
        return deviceId;
    }

    public void setDeviceId(String deviceId) {
        this.deviceId = deviceId;
    }

    public String getDeviceName() {
        return deviceName;
    }

    public void setDeviceName(String deviceName) {
        this.deviceName = deviceName;
    }

    public boolean isStayLoggedIn() {
        return stayLoggedIn;
    }

    public void setStayLoggedIn(boolean stayLoggedIn) {
        this.stayLoggedIn = stayLoggedIn;
    }

    public String getLoginOperation() {
        return loginOperation;
    }

    public void setLoginOperation(String loginOperation) {
        this.loginOperation = loginOperation;
    }

    public boolean isAnonymous() {
        return anonymous;
    }

    public void setAnonymous(boolean anonymous) {
        this.anonymous = anonymous;
    }

    public long getRequestTimeout() {
        return requestTimeout;
    }

    public void setRequestTimeout(long requestTimeout) {
        this.requestTimeout = requestTimeout;
    }

    public long getAnswerIdleTimeout() {
        return answerIdleTimeout;
    }

    public void setAnswerIdleTimeout(long answerIdleTimeout) {
        this.answerIdleTimeout = answerIdleTimeout;
    }

    public boolean isIgnoreBody() {
        return ignoreBody;
    }

    public void setIgnoreBody(boolean ignoreBody) {
        this.ignoreBody = ignoreBody;
    }

    public boolean isSendBody() {
        return sendBody;
    }

    public void setSendBody(boolean sendBody) {
        this.sendBody = sendBody;
    }

    public boolean isSecure() {
        return secure;
    }

    public void setSecure(boolean secure) {
        this.secure = secure;
    }

    public boolean isRelay() {
        return relay;
    }

    public void setRelay(boolean relay) {
        this.relay = relay;
    }

    public long getLingerTimeout() {
        return lingerTimeout;
    }

    public void setLingerTimeout(long lingerTimeout) {
        this.lingerTimeout = lingerTimeout;
    }

    public long getHeartbeatInterval() {
        return heartbeatInterval;
    }

    public void setHeartbeatInterval(long heartbeatInterval) {
        this.heartbeatInterval = heartbeatInterval;
    }

    public int getHeartbeatMaxMissed() {
        return heartbeatMaxMissed;
    }

    public void setHeartbeatMaxMissed(int heartbeatMaxMissed) {
        this.heartbeatMaxMissed = heartbeatMaxMissed;
    }

    public boolean isReconnect() {
        return reconnect;
    }

    public void setReconnect(boolean reconnect) {
        this.reconnect = reconnect;
    }

    public long getReconnectDelay() {
        return reconnectDelay;
    }

    public void setReconnectDelay(long reconnectDelay) {
        this.reconnectDelay = reconnectDelay;
    }

    public long getReconnectMaxDelay() {
        return reconnectMaxDelay;
    }

    public void setReconnectMaxDelay(long reconnectMaxDelay) {
        this.reconnectMaxDelay = reconnectMaxDelay;
    }

    public double getReconnectBackoffMultiplier() {
        return reconnectBackoffMultiplier;
    }

    public void setReconnectBackoffMultiplier(double reconnectBackoffMultiplier) {
        this.reconnectBackoffMultiplier = reconnectBackoffMultiplier;
    }

    public int getMaxReconnectAttempts() {
        return maxReconnectAttempts;
    }

    public void setMaxReconnectAttempts(int maxReconnectAttempts) {
        this.maxReconnectAttempts = maxReconnectAttempts;
    }

    public StartupFailure getStartupFailure() {
        return startupFailure;
    }

    public void setStartupFailure(StartupFailure startupFailure) {
        this.startupFailure = startupFailure;
    }

    public String getToken() {
        return token;
    }

    public void setToken(String token) {
        this.token = token;
    }

    public String getLongToken() {
        return longToken;
    }

    public void setLongToken(String longToken) {
        this.longToken = longToken;
    }

    public String getSessionSecret() {
        return sessionSecret;
    }

    public void setSessionSecret(String sessionSecret) {
        this.sessionSecret = sessionSecret;
    }

    public SSLContextParameters getSslContextParameters() {
        return sslContextParameters;
    }

    public void setSslContextParameters(SSLContextParameters sslContextParameters) {
        this.sslContextParameters = sslContextParameters;
    }

    public boolean isUseGlobalSslContextParameters() {
        return useGlobalSslContextParameters;
    }

    public void setUseGlobalSslContextParameters(boolean useGlobalSslContextParameters) {
        this.useGlobalSslContextParameters = useGlobalSslContextParameters;
    }

    public String getCertificateFingerprint() {
        return certificateFingerprint;
    }

    public void setCertificateFingerprint(String certificateFingerprint) {
        this.certificateFingerprint = certificateFingerprint;
    }

    public boolean isTrustAllCertificates() {
        return trustAllCertificates;
    }

    public void setTrustAllCertificates(boolean trustAllCertificates) {
        this.trustAllCertificates = trustAllCertificates;
    }

    public boolean isHostnameVerification() {
        return hostnameVerification;
    }

    public void setHostnameVerification(boolean hostnameVerification) {
        this.hostnameVerification = hostnameVerification;
    }

    public NotFoundBehaviour getNotFoundBehaviour() {
        return notFoundBehaviour;
    }

    public void setNotFoundBehaviour(NotFoundBehaviour notFoundBehaviour) {
        this.notFoundBehaviour = notFoundBehaviour;
    }

    public String getPushKinds() {
        return pushKinds;
    }

    public void setPushKinds(String pushKinds) {
        this.pushKinds = pushKinds;
    }

    public PushOverflow getPushOverflow() {
        return pushOverflow;
    }

    public void setPushOverflow(PushOverflow pushOverflow) {
        this.pushOverflow = pushOverflow;
    }

    public boolean isConnectionEvents() {
        return connectionEvents;
    }

    public void setConnectionEvents(boolean connectionEvents) {
        this.connectionEvents = connectionEvents;
    }

    public String getBufferMemory() {
        return bufferMemory;
    }

    public void setBufferMemory(String bufferMemory) {
        this.bufferMemory = bufferMemory;
    }

    public String getSpoolDirectory() {
        return spoolDirectory;
    }

    public void setSpoolDirectory(String spoolDirectory) {
        this.spoolDirectory = spoolDirectory;
    }

    public String getSpoolLimit() {
        return spoolLimit;
    }

    public void setSpoolLimit(String spoolLimit) {
        this.spoolLimit = spoolLimit;
    }

    public boolean isStreaming() {
        return streaming;
    }

    public void setStreaming(boolean streaming) {
        this.streaming = streaming;
    }

    public String getProgressUri() {
        return progressUri;
    }

    public void setProgressUri(String progressUri) {
        this.progressUri = progressUri;
    }

    public boolean isRecursive() {
        return recursive;
    }

    public void setRecursive(boolean recursive) {
        this.recursive = recursive;
    }

    public int getMaxDepth() {
        return maxDepth;
    }

    public void setMaxDepth(int maxDepth) {
        this.maxDepth = maxDepth;
    }

    public int getWalkConcurrency() {
        return walkConcurrency;
    }

    public void setWalkConcurrency(int walkConcurrency) {
        this.walkConcurrency = walkConcurrency;
    }

    public WalkFailureBehaviour getWalkFailure() {
        return walkFailure;
    }

    public void setWalkFailure(WalkFailureBehaviour walkFailure) {
        this.walkFailure = walkFailure;
    }

    public boolean isSplitEntries() {
        return splitEntries;
    }

    public void setSplitEntries(boolean splitEntries) {
        this.splitEntries = splitEntries;
    }

    public String getListKey() {
        return listKey;
    }

    public void setListKey(String listKey) {
        this.listKey = listKey;
    }

    public boolean isChangedOnly() {
        return changedOnly;
    }

    public void setChangedOnly(boolean changedOnly) {
        this.changedOnly = changedOnly;
    }

    public IdempotentRepository getIdempotentRepository() {
        return idempotentRepository;
    }

    public void setIdempotentRepository(IdempotentRepository idempotentRepository) {
        this.idempotentRepository = idempotentRepository;
    }
}
