package io.github.camelfnos.fuzz;

import java.util.List;

/** What a real NAS says, to the letter; {@code $R} stands for the id of the request. */
final class Transcript {

    /** The answers to one request, frame by frame. */
    static final List<List<String>> ANSWERS = List.of(
            // The founding document's listing, of which it shows no end.
            List.of("{\"files\":[{\"name\":\"测试文件搜索\",\"v\":1,\"uid\":1001,\"mtim\":1762967182,\"btim\":1762967152,\"dir\":1}],"
                    + "\"uver\":115537670504450,\"reqid\":\"$R\"}"),
            List.of("{\"files\":[{\"name\":\"测试文件搜索\",\"v\":1,\"uid\":1001,\"mtim\":1762967182,\"btim\":1762967152,\"dir\":1}],"
                    + "\"uver\":115537670504450,\"reqid\":\"$R\"}",
                    "{\"files\":[{\"name\":\"IMG_0001.JPG\",\"uid\":1001,\"size\":4821334,\"mtim\":1762967182,"
                    + "\"btim\":1762967152},"
                    + "{\"name\":\"家庭相册\",\"uid\":1001,\"mtim\":1762967182,\"btim\":1762967152,\"dir\":1}],"
                    + "\"uver\":115537670504451,\"reqid\":\"$R\"}",
                    "{\"files\":[{\"name\":\"a \\\"quoted\\\" name\\\\\",\"uid\":1001,\"size\":0,\"mtim\":0,\"btim\":0}],"
                    + "\"uver\":115537670504452,\"reqid\":\"$R\"}",
                    "{\"result\":\"succ\",\"reqid\":\"$R\"}"),
            List.of("{\"files\":[],\"uver\":115537670504450,\"result\":\"succ\",\"reqid\":\"$R\"}"),
            List.of("{\"result\":\"doing\",\"data\":[{\"path\":\"vol1/1000/a.txt\",\"size\":12}],\"reqid\":\"$R\"}",
                    "{\"result\":\"doing\",\"data\":[{\"path\":\"vol1/1000/中文/b.txt\",\"size\":1e3}],\"reqid\":\"$R\"}",
                    "{\"result\":\"success\",\"total\":2,\"reqid\":\"$R\"}"),
            List.of("{\"sysNotify\":\"taskId\",\"taskId\":\"6915841c-17\",\"reqid\":\"$R\"}",
                    "{\"percent\":12,\"time\":3,\"size\":1048576,\"sizeTotal\":8388608,\"speed\":349525.33,\"reqid\":\"$R\"}",
                    "{\"sysNotify\":\"taskInfo\",\"taskInfo\":{\"reqid\":\"$R\",\"percent\":57,\"name\":\"a.iso\"}}",
                    "{\"percent\":100,\"time\":9,\"size\":8388608,\"sizeTotal\":8388608,\"speed\":932067.5,\"reqid\":\"$R\"}",
                    "{\"result\":\"succ\",\"reqid\":\"$R\"}"),
            List.of("{\"sysNotify\":\"taskId\",\"taskId\":18,\"reqid\":\"$R\"}",
                    "{\"percent\":3,\"reqid\":\"$R\",\"result\":\"doing\"}",
                    "{\"result\":\"cancel\",\"reqid\":\"$R\"}"),
            List.of("{\"req\":\"user.info\",\"result\":\"succ\",\"rev\":\"0.1\",\"data\":{\"uid\":1000,\"admin\":true},"
                    + "\"errno\":null,\"reqid\":\"$R\"}"),
            List.of("{\"stor\":[{\"v\":1,\"frsize\":3870152130560,\"fssize\":7936890470400,\"name\":\"存储空间1\"}],\"errno\":0,"
                    + "\"result\":\"suc\",\"reqid\":\"$R\"}"),
            List.of("{\"errno\":4100,\"result\":\"fail\",\"reqid\":\"$R\"}"),
            List.of("{\"errno\":4224,\"result\":\"fail\",\"reqid\":\"$R\"}"),
            List.of("{\"errno\":\"4352\",\"reqid\":\"$R\"}"),
            List.of("{\"errmsg\":\"disk is busy\",\"reqid\":\"$R\"}"),
            List.of("{\"files\":[{\"name\":\"x\"}],\"reqid\":\"$R\"}",
                    "{\"errno\":4128,\"errmsg\":\"I/O错误\",\"result\":\"fail\",\"reqid\":\"$R\"}"),
            List.of("{\"code\":52428823,\"msg\":\"连接失败，请确认容器是否已启动\",\"reqid\":\"$R\"}"),
            List.of("{\"code\":0,\"msg\":\"ok\",\"rsp\":{\"containers\":[{\"id\":\"f3a9\",\"state\":\"running\"}]},"
                    + "\"result\":\"succ\",\"reqid\":\"$R\"}"));

    /** What a NAS says of its own accord. */
    static final List<String> PUSHES = List.of(
            "{\"sysNotify\":\"taskInfo\",\"taskInfo\":{\"reqid\":\"6915841c6915841b000000440003\",\"percent\":40}}",
            "{\"sysNotify\":\"storageChanged\"}",
            "{\"sysNotify\":\"privilegeChanged\",\"privilege\":\"1\"}",
            "{\"sysNotify\":\"tokenExpired\"}",
            "{\"sysNotify\":\"kicked\"}",
            "{\"sysNotify\":\"appInstalled\",\"app\":{\"name\":\"photos\",\"version\":\"1.2.0\"}}",
            "{\"req\":\"notify.new\",\"data\":{\"unreadTotal\":3}}",
            "{\"res\":\"pong\"}");

    /** The end of an answer, in which nothing is ever mutated. */
    static final String END = "{\"result\":\"succ\",\"reqid\":\"$R\"}";

    /** {@code $P} stands for the key in PEM. */
    static final String KEY = "{\"pub\":\"$P\",\"si\":\"72057654167470148\",\"result\":\"succ\",\"reqid\":\"$R\"}";
    /** {@code $S} stands for the encrypted secret. */
    static final String LOGIN = "{\"uid\":1000,\"admin\":true,\"token\":\"Q1ZvbG93LXRva2Vu\","
            + "\"longToken\":\"bG9uZy10b2tlbi1vZi0zMC1kYXlz\","
            + "\"secret\":\"$S\",\"backId\":\"6915b82200000001\",\"machineId\":\"0f6c1e\",\"result\":\"succ\",\"reqid\":\"$R\"}";
    static final String SI = "{\"si\":\"72057654167470149\",\"result\":\"succ\",\"reqid\":\"$R\"}";
    static final String AUTH_TOKEN
            = "{\"uid\":1000,\"admin\":true,\"backId\":\"6915b82200000002\",\"result\":\"succ\",\"reqid\":\"$R\"}";
    static final String TOKEN_LOGIN = "{\"uid\":1000,\"admin\":true,\"token\":\"c2Vjb25kLXRva2Vu\","
            + "\"backId\":\"6915b82200000003\",\"result\":\"succ\",\"reqid\":\"$R\"}";
    /** What a NAS may say to a login instead. */
    static final List<String> REFUSALS = List.of(
            "{\"errno\":131072,\"result\":\"fail\",\"reqid\":\"$R\"}",
            "{\"errno\":135168,\"result\":\"fail\",\"reqid\":\"$R\"}",
            "{\"errno\":131089,\"errmsg\":\"banned\",\"result\":\"fail\",\"reqid\":\"$R\"}",
            "{\"errno\":4097,\"result\":\"fail\",\"reqid\":\"$R\"}",
            "{\"accessToken\":\"YWNjZXNz\",\"isBindTwofaSecret\":true,\"isTrustedDevice\":false,"
            + "\"result\":\"succ\",\"reqid\":\"$R\"}");

    private Transcript() {
    }
}
