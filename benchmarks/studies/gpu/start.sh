#!/usr/bin/env bash
# Unpacks what lies beside this script into a folder that stays, finds the NVIDIA driver, and runs the study there.
#
#     bash start.sh run --output FOLDER [--profile NAME]
#     bash start.sh exec COMMAND…             a command among the same libraries: vulkaninfo, say
#
# KEEP: where to unpack (default /tmp/rationale-gpu-pack). Needs xz or Python's lzma, and dpkg.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
keep=${KEEP:-/tmp/rationale-gpu-pack}

unpack() { # FILE.xz TARGET
  if command -v xz >/dev/null; then xz -dc "$1" >"$2"
  else python3 -c 'import lzma, shutil, sys; shutil.copyfileobj(lzma.open(sys.argv[1]), open(sys.argv[2], "wb"))' "$1" "$2"; fi
}

# What was unpacked once stays, as long as it came from this very pack.
identity=$(cd "$here" && find . -type f -exec cksum {} + | sort -k3 | cksum)
if [ "$(cat "$keep/ready" 2>/dev/null)" != "$identity" ]; then
  mkdir -p "$keep"
  rm -f "$keep/ready"
  cp -r "$here"/app/. "$keep"
  binaries=$keep/node_modules/onnxruntime-node/bin/napi-v6/linux/x64
  unpack "$here/node.xz" "$keep/node" & node=$!
  unpack "$here/libonnxruntime.so.1.xz" "$binaries/libonnxruntime.so.1"
  wait "$node"
  chmod +x "$keep/node"
  for package in "$here"/debs/*.deb; do dpkg -x "$package" "$keep/system"; done
  echo "$identity" >"$keep/ready"
fi

# The loader finds a driver by its manifest; container toolkits put NVIDIA's in one of these places.
if [ -z "${VK_DRIVER_FILES:-}${VK_ICD_FILENAMES:-}" ]; then
  for manifest in /usr/local/nvidia/share/vulkan/icd.d /etc/vulkan/icd.d /usr/share/vulkan/icd.d; do
    if [ -e "$manifest/nvidia_icd.json" ]; then export VK_DRIVER_FILES=$manifest/nvidia_icd.json; break; fi
  done
fi
libraries=$keep/system/usr/lib/x86_64-linux-gnu
for folder in /usr/local/nvidia/lib64 /usr/local/nvidia/lib; do if [ -d "$folder" ]; then libraries=$libraries:$folder; fi; done
# PyTorch runs among the machine's own libraries.
export HOST_LIBRARY_PATH=${LD_LIBRARY_PATH:-}
export LD_LIBRARY_PATH=$libraries${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
export PATH=$keep/system/usr/bin:$PATH
if [ "${1:-}" = exec ]; then exec "${@:2}"; fi
exec "$keep/node" "$keep/study.mjs" "$@"
