# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Stage 2: the dom0 tree. Stock Debian 12 packages from this machine's own package sources.

LAB_RELEASE=bookworm
LAB_PACKAGES=(systemd-sysv udev kmod dbus linux-image-amd64 initramfs-tools xen-hypervisor-4.17-amd64 xen-utils-4.17
  xen-utils-common xenstore-utils openssh-server openssh-client iproute2 iputils-ping socat bridge-utils procps
  busybox-static python3-minimal openjdk-17-jre-headless ca-certificates chrony)

# shellcheck disable=SC2016  # $1 in the hooks is for mmdebstrap's own shell
build_rootfs() {
  ((EUID == 0)) || die "the dom0 tree is built as root (it holds files of several owners)"
  local cache=$LAB_WORK/packages sources
  mkdir -p "$cache"
  # mmdebstrap knows the two formats of apt by the ending of the name.
  sources=$LAB_WORK/sources.$(package_sources_ending)
  package_sources >"$sources"
  rm -rf "$LAB_ROOTFS"
  # Downloaded packages are kept in the work folder, so that a second build needs no network.
  mmdebstrap --mode=root --variant=minbase \
    --skip=download/empty --skip=essential/unlink --skip=cleanup/apt \
    --aptopt='Acquire::Languages "none"' --aptopt='APT::Install-Recommends "false"' \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt=force-unsafe-io \
    --setup-hook="mkdir -p \"\$1/var/cache/apt/archives\"; cp -n '$cache'/*.deb \"\$1/var/cache/apt/archives/\" 2>/dev/null || true" \
    --essential-hook='mkdir -p "$1/etc/initramfs-tools" "$1/usr/share/man/man1"' \
    --customize-hook="cp -n \"\$1\"/var/cache/apt/archives/*.deb '$cache/' || true; rm -f \"\$1\"/var/cache/apt/archives/*.deb" \
    --include="$(IFS=,; echo "${LAB_PACKAGES[*]}")" "$LAB_RELEASE" "$LAB_ROOTFS" "$sources" \
    >"$LAB_LOGS/mmdebstrap.log" 2>&1 || die "mmdebstrap failed: see logs/mmdebstrap.log in the work folder"
}

package_sources_file() {
  local file
  for file in ${LAB_APT_SOURCES:+"$LAB_APT_SOURCES"} /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list; do
    if [[ -s $file ]]; then
      echo "$file"
      return
    fi
  done
  die "no package sources found: name a file with Debian $LAB_RELEASE sources in LAB_APT_SOURCES"
}

package_sources_ending() { package_sources_file | sed 's/.*\.//'; }

# This machine's sources. On a Debian of another release its name is replaced, so that the same mirror serves.
package_sources() {
  local codename
  # shellcheck source=/dev/null
  codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-$LAB_RELEASE}")
  sed "s/\b$codename\b/$LAB_RELEASE/g" "$(package_sources_file)"
}
