# What the start scripts share; each sources it after it has set $name and $bin. It starts no process that it can do
# without: each one would make every start a millisecond slower.

fail() {
    printf '%s: %s\n' "$name" "$1" >&2
    exit 1
}

# ---- which java -------------------------------------------------------------------------------------------------

java=
java_version=0

# Sets $found to the major version that the release file of the JDK $1 says; 0 if there is none.
read_release() {
    found=0
    [ -r "$1/release" ] && [ -x "$1/bin/java" ] || return 0
    while IFS='=' read -r key value; do
        value=${value#\"}
        value=${value%\"}
        if [ "$key" = JAVA_VERSION ]; then
            found=${value#1.}
            found=${found%%[!0-9]*}
        fi
    done <"$1/release"
    [ -n "$found" ] || found=0
}

# Takes the JDK $1 if it is newer than what was found so far.
consider() {
    read_release "$1"
    if [ "$found" -gt "$java_version" ]; then
        java=$1/bin/java
        java_version=$found
    fi
}

# Takes the java executable $1, whose JDK may say no version in a file.
consider_executable() {
    real=$(readlink -f "$1" 2>/dev/null) || real=$1
    read_release "${real%/bin/java}"
    if [ "$found" -eq 0 ]; then
        real=$1 # Not a JDK's own executable: perhaps a script that finds one.
        found=$("$1" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.specification\.version = //p')
        found=${found#1.}
    fi
    case $found in
        '' | *[!0-9]*) return 0 ;;
    esac
    if [ "$found" -gt "$java_version" ]; then
        java=$real
        java_version=$found
    fi
}

# Sets $java and $java_version to what the environment names, or to the newest there is.
find_java() {
    if [ -n "${GANNET_JAVA:-}" ]; then
        chosen=$(command -v "$GANNET_JAVA") || fail "GANNET_JAVA=$GANNET_JAVA: not an executable"
        case $chosen in
            /*) ;;
            *) chosen=$PWD/$chosen ;;
        esac
        consider_executable "$chosen"
        [ -n "$java" ] || fail "GANNET_JAVA=$GANNET_JAVA: not a java"
    else
        [ -n "${JAVA_HOME:-}" ] && consider "$JAVA_HOME"
        for home in /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
            [ -h "$home" ] || consider "$home"
        done
        if on_path=$(command -v java) && [ "$java_version" -lt 17 ]; then
            consider_executable "$on_path"
        fi
        [ -n "$java" ] || fail 'no java found (needed: a JDK or JRE 17 or newer; set GANNET_JAVA or JAVA_HOME)'
    fi
    [ "$java_version" -ge 17 ] || fail "$java is version $java_version (needed: 17 or newer; set GANNET_JAVA)"
}

# ---- the jar ----------------------------------------------------------------------------------------------------

# Sets $jar to the file $1 beside the scripts, in lib or in target; builds it if it is nowhere.
find_jar() {
    if [ -f "$bin/$1" ]; then
        jar=$bin/$1
    elif [ -f "$root/lib/$1" ]; then
        jar=$root/lib/$1
    else
        jar=$root/target/$1
        if [ ! -f "$jar" ]; then
            [ -x "$root/mvnw" ] || fail "$jar is missing"
            printf '%s: target/%s is missing, building it (once, takes a while)\n' "$name" "$1" >&2
            (cd "$root" && ./mvnw -q -B -DskipTests package) >&2 </dev/null || fail 'the build failed'
            [ -f "$jar" ] || fail "the build did not make $jar"
        fi
    fi
}

# ---- options of the JVM -----------------------------------------------------------------------------------------

# Sets $memory_options. Messages that wait for slow readers are kept outside the heap: allow them half of the memory that
# there is.
find_memory() {
    memory_kb=1048576
    if [ -r /proc/meminfo ]; then
        read -r key memory_kb unit </proc/meminfo
    fi
    if [ -r /sys/fs/cgroup/memory.max ] && read -r limit </sys/fs/cgroup/memory.max && [ "$limit" != max ]; then
        [ $((limit / 1024)) -ge "$memory_kb" ] || memory_kb=$((limit / 1024))
    fi
    direct_mb=$((memory_kb / 2048))
    [ "$direct_mb" -ge 64 ] || direct_mb=64
    memory_options="-XX:MaxDirectMemorySize=${direct_mb}m -Dgannet.memory.bytes=$((direct_mb * 1024 * 1024))"
}

# Sets $process_options: what the server would be slow to learn by itself.
find_process() {
    process_options="-Dgannet.process.pid=$$"
    [ ! -t 2 ] || process_options="$process_options -Dgannet.process.terminal=true"
}

# ---- the archive: classes as they are after loading, so that a start need not load them ------------------------

# JDK 25 and later have an AOT cache, older ones a shared archive. An archive that the JVM does not like is ignored, at
# the price of a slower start, and must not be heard of. The JVM is told to compare its checksum, since it would crash
# where one is damaged; older ones would still crash where the end is missing, so its size is part of its name.
choose_archive_kind() {
    if [ "$java_version" -ge 25 ]; then
        archive_kind=aot
        archive_quiet='-Xlog:aot*=off -Xlog:cds*=off -XX:+UnlockDiagnosticVMOptions -XX:+VerifySharedSpaces'
        archive_use='-XX:AOTCache='
        archive_make='-XX:AOTCacheOutput='
        archive_check='-XX:AOTMode=on -XX:AOTCache='
        archive_sized=false
    else
        archive_kind=jsa
        archive_quiet='-Xlog:cds*=off -Xlog:class+path=off -XX:+UnlockDiagnosticVMOptions -XX:+VerifySharedSpaces'
        archive_use='-XX:SharedArchiveFile='
        archive_make='-XX:ArchiveClassesAtExit='
        archive_check='-Xshare:on -XX:SharedArchiveFile='
        archive_sized=true
    fi
}

# Sets $archive_name to how the name of an archive for this JDK, this jar and these options begins.
name_archive() {
    java_home=${java%/bin/java}
    stamp=$(stat -L -c %Y%s "$jar" "$java_home/lib/modules" 2>/dev/null) ||
        stamp=$(stat -L -f %m%z "$jar" "$java_home/lib/modules" 2>/dev/null) || return 1
    jar_stamp=${stamp%%[!0-9]*}
    java_stamp=${stamp##*[!0-9]}
    options_stamp=
    [ -z "${GANNET_JAVA_OPTS:-}" ] || options_stamp=-$(printf %s "$GANNET_JAVA_OPTS" | cksum | tr -c '0-9\n' '-')
    archive_name=$name-$jar_stamp-$java_version-$java_stamp$options_stamp
}

# Sets $archive to that archive in the folder $1; to nothing if it is not there, or not all of it.
find_archive() {
    archive=
    if ! $archive_sized; then
        [ ! -f "$1/$archive_name.$archive_kind" ] || archive=$1/$archive_name.$archive_kind
        return 0
    fi
    for candidate in "$1/$archive_name"-*".$archive_kind"; do
        [ -f "$candidate" ] || return 0
        [ "$candidate" != "$1/$archive_name-$(file_size "$candidate").$archive_kind" ] || archive=$candidate
    done
}

file_size() {
    stat -L -c %s "$1" 2>/dev/null || stat -L -f %z "$1"
}

# Makes the archive $missing by starting the server once on a free port, in a process of its own. Never says anything.
make_archive() {
    find "$missing.lock" -maxdepth 0 -mmin +10 -exec rm -rf {} + # Left over from one that was killed.
    mkdir "$missing.lock" || return 0 # Somebody else is at it, or the folder cannot be written to.
    new=$missing.new
    trap 'rm -rf "$new" "$new.config" "$missing.lock"' EXIT
    trap 'exit 1' HUP INT TERM
    cd "${missing%/*}" || return 0 # Where the server was started may be gone before this is done.
    # shellcheck disable=SC2086 # The options are several words on purpose.
    if nice -n 19 "$java" $options ${GANNET_JAVA_OPTS:-} "$archive_make$new" -Dgannet.process.rehearsal=true \
        -jar "$jar" && "$java" $options ${GANNET_JAVA_OPTS:-} $archive_check"$new" -cp "$jar" -version; then
        made=$missing
        $archive_sized && made=$missing-$(file_size "$new")
        mv -f "$new" "$made.$archive_kind"
        remove_old_archives
    else
        : >"$missing.failed" # Not tried again for the same jar, JDK and options on this day.
    fi
}

# Keeps the eight newest archives in the folder; what a server uses stays there for it although it has no name.
remove_old_archives() {
    ls -1t "${missing%/*}/$name"-*.aot "${missing%/*}/$name"-*.jsa | tail -n +9 |
        while IFS= read -r old; do
            rm -f "$old"
        done
}

# Has the archive made now, and ends: for whoever builds an image, or must not have a slow first start.
prepare_archive() {
    if [ -z "$archive" ]; then
        [ -n "$missing" ] || fail 'there is no folder for the archive that can be written to'
        (make_archive </dev/null >/dev/null 2>&1)
        find_archive "${missing%/*}"
        [ -n "$archive" ] || fail "the archive $missing could not be made"
    fi
    exit 0
}

# Sets $archive to what $jar starts fast with, found in one of the folders given; has it made in the first that can be
# written to, if there is none.
use_archive() {
    archive=
    if [ "${GANNET_ARCHIVE:-on}" = off ] || ! name_archive; then
        return 0
    fi
    missing=
    for folder in "$@"; do
        [ -n "$archive" ] || find_archive "$folder"
        [ -n "$missing" ] || [ ! -w "$folder" ] || missing=$folder/$archive_name
    done
    if [ "${GANNET_ARCHIVE:-on}" = prepare ]; then
        prepare_archive
    fi
    if [ -n "$archive" ] || [ -z "$missing" ]; then
        return 0
    fi
    if [ ! -f "$missing.failed" ] || [ -z "$(find "$missing.failed" -mmin -1440)" ]; then
        # Twice in the background: then it is nobody's child when this process becomes the server.
        (make_archive </dev/null >/dev/null 2>&1 &)
    fi
}

# ---- signals ----------------------------------------------------------------------------------------------------

# The JVM stops its threads with SIGUSR2 to sample them for a flight recording, and the server would take that for the
# order to leave. Have it use SIGVTALRM, which nobody else does. This is the JVM's own variable for that.
export _JAVA_SR_SIGNUM="${_JAVA_SR_SIGNUM:-26}"

# Sets $restore. Who starts a server in the background of a script has it ignore SIGINT, nohup SIGHUP. A JVM cannot undo
# that, and quit and reload would do nothing.
find_ignored_signals() {
    restore=
    if [ -r /proc/self/status ]; then
        ignored=0
        while read -r key value; do
            case $key in
                SigIgn:) ignored=$value && break ;;
            esac
        done </proc/self/status
        case $ignored in
            *[1235679abdef]) ! env --default-signal=HUP,INT true 2>/dev/null || restore='env --default-signal=HUP,INT' ;;
        esac
    fi
}
