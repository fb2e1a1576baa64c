# enter.sh FOLDER COMMAND...: runs a command on the machine that FOLDER describes; in a mount namespace of its own.
set -e
folder=$1
shift
root=$folder/root
mount -t tmpfs tmpfs "$root"
# Everything but the marks that container engines leave at the root.
for place in /*; do
  if [ -L "$place" ]; then cp -P "$place" "$root$place"
  elif [ -d "$place" ]; then mkdir "$root$place" && mount --rbind "$place" "$root$place"
  fi
done
mount --bind "$folder/etc" "$root/etc"
mount --bind "$folder/kernel" "$root/proc/sys/kernel"
# Login shells set PATH anew; this folder is always on it.
mount --bind "$folder/bin" "$root/usr/local/sbin"
exec chroot "$root" "$@"
