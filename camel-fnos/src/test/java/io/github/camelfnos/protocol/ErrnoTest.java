package io.github.camelfnos.protocol;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ErrnoTest {

    /** The founding document's table, word for word. */
    private static final String FOUNDING_TABLE = """
            4096 系统内部错误
            4097 系统繁忙
            4098 内存不足
            4099 磁盘空间不足
            4100 文件或目录不存在
            4101 无效的文件名或路径
            4102 文件或目录已存在
            4103 存储空间不存在或未挂载
            4104 文件名或文件路径长度超过限制
            4105 目的路径是目录
            4112 目的路径不是目录
            4121 文件系统只读
            4128 I/O错误
            4208 数据库读写错误
            4224 没有登录
            4352 权限不足
            4386 可用容量不足
            8192 参数错误
            36872 需要解压缩密码或解压缩密码错误
            37120 下载错误
            37376 读取配置文件错误
            37377 写入配置文件错误
            65280 无效的操作
            65281 无权限操作
            65296 已存在
            65534 验签失败
            65535 未知错误
            2031616 检查更新失败
            2031620 已是最新版本
            2031621 执行更新脚本出错
            2031632 正在更新中
            131072 用户名或密码错误
            131073 用户名不存在
            131074 用户名已存在
            131329 用户群组不存在
            131330 用户群组已存在
            135168 无效的凭证
            139264 不能对当前登录用户执行该操作
            139296 不能对系统默认用户组执行该操作
            196608 磁盘繁忙
            196609 磁盘数量不足以执行该操作
            196610 磁盘数量超过需要
            196624 存储池当前状态下不允许该操作
            196640 diskGroup不一致
            196752 创建用户目录失败
            196753 设置用户配额失败
            258048 存储管理器繁忙，请稍后再试
            196656 硬盘逻辑扇区大小不一致
            262144 App安装路径错误
            266240 该App未安装或未启动
            327681 无可用存储空间
            327685 目标目录是源目录的子目录
            327697 错误的文件大小
            327848 共享权限设置失败
            327849 该路径已被共享
            327850 共享名称已存在
            327851 远程目录已存在
            393232 不可用的外部访问域名
            51380224 无效的挂载类型
            51380225 无法连接到远端服务，请检查输入的信息
            51380226 此远程挂载已存在，请勿重复添加
            51380227 查询挂载路径失败
            51380228 用户名或密码错误
            51380229 连接被对方服务器拒绝
            51380230 路径不存在，连接失败
            51380231 指定的路径错误，请检查输入的信息
            51380232 没有权限进行此操作
            51380233 请求超时，请重试
            52428823 连接失败，请确认容器是否已启动
            33554944 端口号已被占用
            33554945 系统预留端口号
            100000001 操作太频繁，请稍后重试
            100000002 参数错误
            100000003 重复的请求
            100000004 无效的操作
            100000006 服务器开小差了，请稍后重试
            84934657 无效的任务 ID
            84934658 无效的存储类型
            84934659 不支持的存储类型
            84934660 无效的地址
            84934661 任务 ID 与 UID 不匹配，无法操作
            84934662 用户任务数已超过最大限量
            84934663 不支持的存储类型
            84934664 本地备份时目录冲突，有相互包含的情况
            84934665 本地源目录不存在
            84934666 任务名称已存在
            84934667 内部错误，无法执行
            84934668 源目录为空，无可备份文件
            84934669 源路径存在重复
            84934688 无效的存储位置 ID
            84934689 连接错误
            84934690 存储位置 ID 与 UID 不匹配，无法操作
            84934691 有任务正在使用此目的地，无法删除
            84934692 调用授权服务失败
            849346923 非法的 Token
            849346924 已经存在相同的存储配置
            84934736 操作异常
            84934737 连接失败
            84934738 查询的目录不存在
            84934739 目录已经存在，无法重复创建
            84934740 创建目录失败
            84934741 下载时出错
            84934742 上传时出错
            84934743 目录不存在
            84934744 创建文件失败
            84934745 本地文件不存在
            84934746 网盘授权不可用或过期
            84934747 云盘非法目录名
            84934748 目标目录权限错误
            84934749 来源文件权限错误
            84934750 文件写入错误
            84934751 用户名或者密码错误
            84934752 服务端拒绝，需要查看服务设置
            84934753 目标存储空间不足
            100010001 添加任务失败
            100010002 请求缺少outputDir参数
            100010003 拷贝目录不存在
            100010004 创建目录失败
            100010005 拷贝目录无法写入
            100010006 磁盘空间不足
            100010007 请求缺少taskId参数
            100010008 重复任务
            100010009 获取文件信息失败
            100010010 打开目录失败
            100010011 打开文件失败
            100010012 任务不存在
            100000201 入参错误
            100000202 保存配置失败
            100000203 加载配置失败
            100000204 重启网关失败
            100000205 端口被占用
            100000206 广播失败
            100000207 重启avahi失败
            33555718 操作不支持
            33555719 端口被占用
            100020001 网口不存在
            100020002 添加网口失败
            100020003 ovs 网桥绑定失败
            100020004 ovs 网桥解绑失败
            100020005 无线网络修改失败
            100020006 找不到指定的无线网络
            100020007 无线网络连接失败
            100020008 密码不正确
            100020009 无线网络安全类型不匹配
            3000005 分享失败，无分享权限
            3000011 分享失败，不支持分享挂载目录
            3000012 分享失败，文件不存在
            3000013 分享失败，不支持分享软链、挂载等
            100000210 系统关键端口被防火墙规则拦截
            """;

    @Test
    void theFoundingTableIsKnownWordForWord() {
        Map<Integer, String> founding = FOUNDING_TABLE.lines().map(line -> line.split(" ", 2))
                .collect(Collectors.toMap(column -> Integer.valueOf(column[0]), column -> column[1]));
        assertEquals(149, founding.size());

        Map<Integer, String> known = Errno.all().stream()
                .filter(errno -> founding.containsKey(errno.code()))
                .collect(Collectors.toMap(Errno::code, Errno::chinese));

        assertEquals(founding, known);
    }

    @ParameterizedTest
    @CsvSource({
            "131089, auth-credentials", "10000002, invalid-request", "139265, permission", "65537, auth-credentials",
            "102570104, auth-credentials", "102570109, auth-credentials", "328496, busy" })
    void theCodesThatWorkingClientsSawAreKnownToo(int code, String category) {
        Errno errno = Errno.of(code);

        assertEquals(code, errno.code());
        assertEquals(category, errno.category().toString());
        assertTrue(Errno.all().contains(errno));
    }

    @ParameterizedTest
    @CsvSource({
            "4097, busy", "4224, auth-session", "65534, auth-session", "135168, auth-session", "131072, auth-credentials",
            "131073, auth-credentials", "51380228, remote-credentials", "4352, permission", "4100, not-found", "4102, conflict",
            "4099, no-space", "8192, invalid-request", "4096, server", "65535, server" })
    void aCodeIsOfTheCategoryThatARouteActsOn(int code, String category) {
        assertEquals(category, Errno.of(code).category().toString());
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyCodeHasTextsAndACategory(Errno errno) {
        assertNotNull(errno.category());
        assertFalse(errno.chinese().isBlank());
        assertFalse(errno.english().isBlank());
        assertTrue(errno.english().chars().allMatch(c -> c >= ' ' && c <= '~'), errno.english());
        assertEquals(errno, Errno.of(errno.code()));
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 999_999_999, Integer.MAX_VALUE, -4100, Errno.NONE_GIVEN })
    void anUnknownCodeIsAFailureOfTheServerWithThatNumber(int code) {
        Errno errno = Errno.of(code);

        assertEquals(code, errno.code());
        assertEquals(ErrnoCategory.SERVER, errno.category());
        assertFalse(errno.chinese().isBlank());
        assertFalse(errno.english().isBlank());
    }

    @Test
    void aRefusedLoginTellsNotWhetherTheUserOrThePasswordWasWrong() {
        String english = Errno.of(131072).english();

        assertTrue(english.contains("user") && english.contains("password"), english);
    }

    @ParameterizedTest
    @CsvSource({ "849346923, 84934693", "849346924, 84934694" })
    void bothSpellingsOfACodeMeanTheSame(int founding, int meant) {
        assertEquals(Errno.of(founding).chinese(), Errno.of(meant).chinese());
        assertEquals(Errno.of(founding).english(), Errno.of(meant).english());
        assertEquals(Errno.of(founding).category(), Errno.of(meant).category());
        assertEquals(meant, Errno.of(meant).code());
    }

    private static Collection<Errno> all() {
        return Errno.all();
    }
}
