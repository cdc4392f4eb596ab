# Sourced by ./mvnw and ./recordsync: points JAVA_HOME at a JDK from 21, also where the default java is an older one.
# Looks at JAVA_HOME, then at the javac on the PATH, then where package managers and tools put JDKs. Leaves JAVA_HOME
# alone if none fits.

jdk_major() { # the major version of the JDK at $1, or 0 when there is none
  [ -x "$1/bin/javac" ] && [ -x "$1/bin/java" ] || { echo 0; return; }
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null | grep . || echo 0
}

find_jdk() {
  onPath="$(command -v javac 2>/dev/null)" && onPath="$(readlink -f "$onPath" 2>/dev/null)"
  for home in "${JAVA_HOME-}" "${onPath%/bin/javac}" \
    /usr/lib/jvm/* /opt/java/* /opt/jdk* "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* \
    "${HOME-}"/.asdf/installs/java/* "${HOME-}"/.local/share/mise/installs/java/* "${HOME-}"/.gradle/jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    [ -n "$home" ] && [ "$(jdk_major "$home")" -ge 21 ] && echo "$home" && return 0
  done
  return 1
}

if jdkHome="$(find_jdk)"; then
  JAVA_HOME="$jdkHome"
  export JAVA_HOME
fi
