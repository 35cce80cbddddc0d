package io.github.camelfnos;

/**
 * The names of the operations that are known, for editors to complete. They limit nothing: any name is sent as it is. What they take and
 * answer is in docs/operations.md.
 */
public interface FnosOperations {

    /** Searches for files by name. */
    String APPCGI_FINDER_FILE_SEARCH = "appcgi.finder.fileSearch";

    /** Gateway. */
    String APPCGI_NETWORK_GW_GETTING = "appcgi.network.gw.getting";

    /** Whether an interface is connected. */
    String APPCGI_NETWORK_NET_DETECT = "appcgi.network.net.detect";

    /** One network interface. */
    String APPCGI_NETWORK_NET_INFO = "appcgi.network.net.info";

    /** Network interfaces. */
    String APPCGI_NETWORK_NET_LIST = "appcgi.network.net.list";

    /** Whether SSH is on. */
    String APPCGI_NETWORK_SSH_STATUS = "appcgi.network.ssh.status";

    /** Load and temperature of the processor. */
    String APPCGI_RESMON_CPU = "appcgi.resmon.cpu";

    /** Load and temperature of disks. */
    String APPCGI_RESMON_DISK = "appcgi.resmon.disk";

    /** Several measurements at once. */
    String APPCGI_RESMON_GEN = "appcgi.resmon.gen";

    /** Load and temperature of graphics processors. */
    String APPCGI_RESMON_GPU = "appcgi.resmon.gpu";

    /** Memory. */
    String APPCGI_RESMON_MEM = "appcgi.resmon.mem";

    /** Traffic of network interfaces. */
    String APPCGI_RESMON_NET = "appcgi.resmon.net";

    /** Load of neural processors. */
    String APPCGI_RESMON_NPU = "appcgi.resmon.npu";

    /** Processes. */
    String APPCGI_RESMON_PROC_LIST = "appcgi.resmon.proc.list";

    /** Services and their processes. */
    String APPCGI_RESMON_PROC_SRV = "appcgi.resmon.proc.srv";

    /** Fans. */
    String APPCGI_RESMON_SYS_FAN = "appcgi.resmon.sysFan";

    /** State of the UPS. */
    String APPCGI_SAC_UPS_V1_STATUS = "appcgi.sac.ups.v1.status";

    /** Hardware. */
    String APPCGI_SYSINFO_GET_HARDWARE_INFO = "appcgi.sysinfo.getHardwareInfo";

    /** Name of the NAS. */
    String APPCGI_SYSINFO_GET_HOST_NAME = "appcgi.sysinfo.getHostName";

    /** Id of the machine. */
    String APPCGI_SYSINFO_GET_MACHINE_ID = "appcgi.sysinfo.getMachineId";

    /** Version of fnOS. */
    String APPCGI_SYSINFO_GET_TRIM_VERSION = "appcgi.sysinfo.getTrimVersion";

    /** How long it has been running. */
    String APPCGI_SYSINFO_GET_UPTIME = "appcgi.sysinfo.getUptime";

    /** Prepares an upload, which goes by HTTP. */
    String FILE_CHECK_UPLOAD = "file.checkUpload";

    /** Packs into an archive. */
    String FILE_COMPRESS = "file.compress";

    /** Copies into an existing folder. */
    String FILE_CP = "file.cp";

    /** Unpacks an archive. */
    String FILE_EXTRACT = "file.extract";

    /** Favourites. */
    String FILE_FAV_LIST = "file.fav.list";

    /** Permissions of files and folders. */
    String FILE_GET_ACL = "file.getAcl";

    /** A folder; without path the user's root. */
    String FILE_LS = "file.ls";

    /** The folders in a folder. */
    String FILE_LS_DIR = "file.lsDir";

    /** Makes a folder; 4102 when it exists. */
    String FILE_MKDIR = "file.mkdir";

    /** Moves into an existing folder. */
    String FILE_MV = "file.mv";

    /** What was used last. */
    String FILE_RECENT_LIST = "file.recent.list";

    /** Renames a file or a folder. */
    String FILE_RENAME = "file.rename";

    /** Removes files and folders. */
    String FILE_RM = "file.rm";

    /** What the user shares. */
    String FILE_SHARE_LIST = "file.share.list";

    /** What others share with the user. */
    String FILE_SHARE_LIST_OTHERS = "file.share.listOthers";

    /** The folders in a team folder. */
    String FILE_TEAM_LS_DIR = "file.team.lsDir";

    /** Trash of the team folders. */
    String FILE_TEAM_TRASH_LIST_TRASHBIN = "file.team.trash.listTrashbin";

    /** Empties the trash. */
    String FILE_TRASH_CLEAR = "file.trash.clear";

    /** What is in the trash. */
    String FILE_TRASH_LIST = "file.trash.list";

    /** Takes out of the trash. */
    String FILE_TRASH_RESTORE = "file.trash.restore";

    /** What uses the space. */
    String FILE_USAGE = "file.usage";

    /** Notifications. */
    String NOTIFY_LIST = "notify.list";

    /** How many notifications are unread. */
    String NOTIFY_UNREAD_TOTAL = "notify.unreadTotal";

    /** Space of the storages. */
    String STOR_CALC_SPACE = "stor.calcSpace";

    /** S.M.A.R.T. values of a disk. */
    String STOR_DISK_SMART = "stor.diskSmart";

    /** State of the storage. */
    String STOR_GENERAL = "stor.general";

    /** After what time disks spin down. */
    String STOR_GET_DISK_IDLE_TIME = "stor.getDiskIdleTime";

    /** Storages of the user, free and total space in bytes. */
    String STOR_GET_USER_STORAGE = "stor.getUserStorage";

    /** Cache devices. */
    String STOR_LIST_CACHEDEV = "stor.listCachedev";

    /** Disks. */
    String STOR_LIST_DISK = "stor.listDisk";

    /** Removable devices. */
    String STOR_LIST_REMOVABLE = "stor.listRemovable";

    /** Storage spaces. */
    String STOR_LIST_STOR = "stor.listStor";

    /** State of one storage. */
    String STOR_STATE = "stor.state";

    /** Whether the user is active. */
    String USER_ACTIVE = "user.active";

    /** One group. */
    String USER_GROUP_INFO = "user.groupInfo";

    /** Groups. */
    String USER_GROUP_LIST = "user.groupList";

    /** Which users are in which groups. */
    String USER_GROUP_USERS = "user.groupUsers";

    /** Who is logged in. */
    String USER_INFO = "user.info";

    /** Whether that user is an administrator. */
    String USER_IS_ADMIN = "user.isAdmin";

    /** Devices that are logged in. */
    String USER_LIST_LOGIN_DEVICE = "user.listLoginDevice";

    /** Users and groups. */
    String USER_LIST_UG = "user.listUG";

    /** Ends the session, and so the connection's login. */
    String USER_LOGOUT = "user.logout";
}
