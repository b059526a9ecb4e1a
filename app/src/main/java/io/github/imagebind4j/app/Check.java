package io.github.imagebind4j.app;

import java.util.LinkedHashMap;
import java.util.Map;

/// One line of `doctor`.
///
/// @param name what was looked at
/// @param fix what to do about it; empty if there is nothing to do
record Check(String name, Status status, String found, String fix) {
  enum Status {
    ok,
    warn,
    fail
  }

  static Check ok(String name, String found) {
    return new Check(name, Status.ok, found, "");
  }

  static Check warn(String name, String found, String fix) {
    return new Check(name, Status.warn, found, fix);
  }

  static Check fail(String name, String found, String fix) {
    return new Check(name, Status.fail, found, fix);
  }

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("check", name);
    map.put("status", status.name());
    map.put("found", found);
    if (!fix.isEmpty()) {
      map.put("fix", fix);
    }
    return map;
  }
}
