/* Windows' rule on Linux: a file that this process holds open is neither deleted, nor renamed, nor replaced.

   Preloaded by `make test-locks`. Only paths below the folder named in HELD_FILES_UNDER are judged, so that what the
   system and the libraries do elsewhere is left alone. What Windows refuses with a sharing violation fails here with
   EACCES, which Python turns into the same PermissionError. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int below(const struct stat *file, int folder, const char *path)
{
    const char *root = getenv("HELD_FILES_UNDER");
    char link[64], full[PATH_MAX], real[PATH_MAX], top[PATH_MAX];
    if (!root || !S_ISREG(file->st_mode) || !realpath(root, top))
        return 0;
    if (path[0] == '/' || folder == AT_FDCWD) {
        if (!realpath(path, real))
            return 0;
    } else {
        char *number = link + strlen(strcpy(link, "/proc/self/fd/"));
        char digits[16];
        int n = 0;
        do
            digits[n++] = '0' + folder % 10;
        while (folder /= 10);
        while (n)
            *number++ = digits[--n];
        *number = 0;
        ssize_t length = readlink(link, full, sizeof full - 1);
        if (length < 0 || length + strlen(path) + 2 > sizeof full)
            return 0;
        full[length] = '/';
        strcpy(full + length + 1, path);
        if (!realpath(full, real))
            return 0;
    }
    size_t length = strlen(top);
    /* SQLite on Unix unlinks its shared memory while it is open; on Windows it does not. */
    size_t end = strlen(real);
    if (end > 4 && !strcmp(real + end - 4, "-shm"))
        return 0;
    return !strncmp(real, top, length) && real[length] == '/';
}

static int held(int folder, const char *path)
{
    struct stat file, one;
    if (!path || fstatat(folder, path, &file, AT_SYMLINK_NOFOLLOW) || !below(&file, folder, path))
        return 0;
    DIR *open_files = opendir("/proc/self/fd");
    if (!open_files)
        return 0;
    int found = 0;
    for (struct dirent *entry; !found && (entry = readdir(open_files));) {
        int number = atoi(entry->d_name);
        found = entry->d_name[0] != '.' && number != dirfd(open_files) && !fstat(number, &one) &&
                one.st_ino == file.st_ino && one.st_dev == file.st_dev;
    }
    closedir(open_files);
    if (found)
        errno = EACCES;
    return found;
}

#define NEXT(name) static __typeof__(&name) next; if (!next) next = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

int unlink(const char *path)
{
    NEXT(unlink);
    return held(AT_FDCWD, path) ? -1 : next(path);
}

int remove(const char *path)
{
    NEXT(remove);
    return held(AT_FDCWD, path) ? -1 : next(path);
}

int unlinkat(int folder, const char *path, int flags)
{
    NEXT(unlinkat);
    return !(flags & AT_REMOVEDIR) && held(folder, path) ? -1 : next(folder, path, flags);
}

int rename(const char *from, const char *to)
{
    NEXT(rename);
    return held(AT_FDCWD, from) || held(AT_FDCWD, to) ? -1 : next(from, to);
}

int renameat(int from_folder, const char *from, int to_folder, const char *to)
{
    NEXT(renameat);
    return held(from_folder, from) || held(to_folder, to) ? -1 : next(from_folder, from, to_folder, to);
}

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags)
{
    NEXT(renameat2);
    return held(from_folder, from) || held(to_folder, to) ? -1 : next(from_folder, from, to_folder, to, flags);
}
