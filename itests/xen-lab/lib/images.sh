# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Stage 3: from the dom0 tree: hypervisor, kernel, initramfs of dom0 and of the domains, and the disk image both hosts
# start from.

build_images() {
  ((EUID == 0)) || die "the images are built as root"
  local kernel
  kernel=$(basename "$LAB_ROOTFS"/lib/modules/*)
  mkdir -p "$LAB_BOOT"
  zcat "$LAB_ROOTFS"/boot/xen-4.17-amd64.gz >"$LAB_BOOT/xen"
  unpack_kernel "$LAB_ROOTFS/boot/vmlinuz-$kernel" "$LAB_BOOT/vmlinux"
  build_dom0_initramfs "$kernel"
  build_domain_initramfs "$kernel"
  configure_dom0
  build_disk
}

# Xen takes 28 emulated seconds to unpack an xz kernel, for dom0 and for each domain: an uncompressed ELF image boots at once.
unpack_kernel() {
  python3 - "$1" "$2" <<'PY'
import lzma, sys
image = open(sys.argv[1], 'rb').read()
kernel = lzma.LZMADecompressor().decompress(image[image.find(b'\xfd7zXZ\x00'):])
open(sys.argv[2], 'wb').write(kernel)
PY
}

build_dom0_initramfs() {
  local kernel=$1 tree=$LAB_WORK/initramfs module
  rm -rf "$tree"
  mkdir -p "$tree/bin" "$tree/modules"
  cp "$LAB_ROOTFS/bin/busybox" "$tree/bin/"
  install -m 755 "$LAB_HOME/dom0/initramfs-init" "$tree/init"
  # The order of insmod is that of the list; a module may be wanted by several.
  for module in virtio_pci virtio_blk crc32c_generic ext4; do
    chroot "$LAB_ROOTFS" modprobe -S "$kernel" --show-depends "$module" | awk '/^insmod/ {print $2}'
  done | awk '!seen[$0]++' | while read -r module; do
    cp "$LAB_ROOTFS$module" "$tree/modules/"
    basename "$module"
  done >"$tree/modules/order"
  pack_initramfs "$tree" "$LAB_BOOT/dom0-initramfs"
}

build_domain_initramfs() {
  local kernel=$1 tree=$LAB_WORK/initramfs
  rm -rf "$tree"
  mkdir -p "$tree/bin"
  cp "$LAB_ROOTFS/bin/busybox" "$tree/bin/"
  cp "$LAB_ROOTFS/lib/modules/$kernel"/kernel/drivers/{net/xen-netfront,block/xen-blkfront}.ko "$tree/"
  install -m 755 "$LAB_HOME/domu/init" "$tree/init"
  pack_initramfs "$tree" "$LAB_BOOT/domain-initramfs"
}

pack_initramfs() {
  (cd "$1" && find . | cpio --quiet -o -H newc) >"$2"
  rm -rf "$1"
}

configure_dom0() {
  local host
  install -m 755 "$LAB_HOME"/dom0/lab-{init,setup} "${LAB_PROGRAMS[@]/#/$LAB_HOME/dom0/}" "$LAB_ROOTFS/usr/sbin/"
  install -D -m 755 "$LAB_HOME/dom0/lab-cat" "$LAB_ROOTFS/usr/lib/lab/cat"
  install -m 644 "$LAB_HOME/dom0/lab-setup.service" "$LAB_ROOTFS/etc/systemd/system/"
  chroot "$LAB_ROOTFS" systemctl --quiet enable lab-setup.service
  chroot "$LAB_ROOTFS" systemctl --quiet mask ssh.service xendomains.service systemd-timesyncd.service
  configure_ssh
  {
    echo '127.0.0.1 localhost'
    echo '10.0.2.2 lab-host'
    for host in "${LAB_HOSTS[@]}"; do echo "$(host_address "$host") $host"; done
  } >"$LAB_ROOTFS/etc/hosts"
  # Time comes from the machine that runs the lab, through QEMU's user network.
  printf 'server 10.0.2.2 port %s iburst minpoll 4 maxpoll 6\nmakestep 1.0 3\ndriftfile /var/lib/chrony/drift\n' "$NTP_PORT" \
    >"$LAB_ROOTFS/etc/chrony/chrony.conf"
  # dom0's memory is fixed on the command line of Xen; with ballooning xl would serialise arrivals.
  echo 'autoballoon="off"' >"$LAB_ROOTFS/etc/xen/xl.conf"
  mkdir -p "$LAB_ROOTFS/var/lib/lab"
  cp "$LAB_BOOT/vmlinux" "$LAB_BOOT/domain-initramfs" "$LAB_ROOTFS/var/lib/lab/"
  write_domain_configurations
}

configure_ssh() {
  [[ -f $LAB_KEY ]] || ssh-keygen -q -t ed25519 -N '' -C lab -f "$LAB_KEY"
  install -d -m 700 "$LAB_ROOTFS/root/.ssh"
  install -m 600 "$LAB_KEY.pub" "$LAB_ROOTFS/root/.ssh/authorized_keys"
  rm -f "$LAB_ROOTFS"/etc/ssh/ssh_host_*
  ssh-keygen -q -t ed25519 -N '' -C lab -f "$LAB_ROOTFS/etc/ssh/ssh_host_ed25519_key"
  printf '%s\n' 'HostKey /etc/ssh/ssh_host_ed25519_key' 'UseDNS no' 'UsePAM no' 'PermitRootLogin prohibit-password' \
    'PasswordAuthentication no' 'MaxSessions 50' 'PrintMotd no' 'Subsystem sftp internal-sftp' \
    >"$LAB_ROOTFS/etc/ssh/sshd_config"
}

write_domain_configurations() {
  local number=1 name
  for name in "${LAB_DOMAINS[@]}"; do
    domain_configuration "$name" "$number" >"$LAB_ROOTFS/var/lib/lab/$name.cfg"
    number=$((number + 1))
  done
  {
    domain_configuration "$LAB_ATTACKED" "$number"
    echo "disk = [ \"phy:$LAB_SHARED_DISK,xvda,w\" ]"
  } >"$LAB_ROOTFS/var/lib/lab/$LAB_ATTACKED.cfg"
}

# PVH, because stock Debian builds Xen without the shadow paging that live migration of PV domains needs; tsc_mode native,
# because a PVH domain does not come up without it under emulation. 128 MiB is comfortable, 96 the least.
domain_configuration() {
  cat <<CFG
name = "$1"
type = "pvh"
memory = 128
vcpus = 1
kernel = "/var/lib/lab/vmlinux"
ramdisk = "/var/lib/lab/domain-initramfs"
extra = "console=hvc0 quiet lab.address=$(domain_address "$1")"
vif = [ "mac=00:16:3e:00:00:0$2,bridge=xenbr0" ]
tsc_mode = "native"
cpu_weight = 256
cap = 45
on_crash = "preserve"
CFG
}

build_disk() {
  rm -f "$LAB_WORK/dom0.img"
  truncate -s 3G "$LAB_WORK/dom0.img"
  # Without checksums, which cost emulated CPU; with a journal, because hosts lose their power in attacks.
  PATH=$PATH:/usr/sbin:/sbin mke2fs -q -t ext4 -O ^metadata_csum -E lazy_itable_init=1 -d "$LAB_ROOTFS" "$LAB_WORK/dom0.img"
}
