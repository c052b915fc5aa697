// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ObjIntConsumer;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.Reason;

/**
 * Real processes behind domains, children of this Java machine. Each finds in its environment its
 * name, an address of its own on the loopback interface and the folder with its data, which stay
 * the same through every move and reboot.
 */
final class ChildPrograms implements GuestPrograms, AutoCloseable {

  /** 127.77.0.0/16 is as good as any other part of the loopback network. */
  private static final String NETWORK = "127.77.";

  private static final int LAST_OCTETS = 254;

  private final Path folder;
  private final Map<String, ChildProgram> programs = new ConcurrentHashMap<>();
  private final Map<String, String> addresses = new ConcurrentHashMap<>();
  private volatile ObjIntConsumer<String> onEnd = (uuid, code) -> {};

  ChildPrograms(Path folder) {
    this.folder = folder.toAbsolutePath();
  }

  /** Who is told, with uuid and exit code, when a process has ended by itself. */
  void onEnd(ObjIntConsumer<String> listener) {
    onEnd = listener;
  }

  @Override
  public void start(String uuid, String name, String command) throws HypervisorException {
    end(uuid);
    Path data = folder.resolve(name);
    try {
      Files.createDirectories(data);
      ChildProgram program =
          ChildProgram.start(
              name,
              command,
              data,
              Map.of(
                  "TRANSHUME_DOMAIN", name,
                  "TRANSHUME_ADDRESS", address(uuid),
                  "TRANSHUME_DATA", data.toString()));
      programs.put(uuid, program);
      program.onEnd(
          code -> {
            if (programs.remove(uuid, program)) {
              onEnd.accept(uuid, code);
            }
          });
    } catch (IOException e) {
      throw new HypervisorException(
          Reason.FAILED,
          "The process of " + name + " cannot be started: " + e.getMessage(),
          Map.of("domain", name, "command", command),
          e);
    }
  }

  @Override
  public boolean has(String uuid) {
    return programs.containsKey(uuid);
  }

  @Override
  public void stop(String uuid) {
    find(uuid).ifPresent(ChildProgram::stop);
  }

  @Override
  public void go(String uuid) {
    find(uuid).ifPresent(ChildProgram::go);
  }

  @Override
  public void end(String uuid) {
    Optional.ofNullable(programs.remove(uuid)).ifPresent(ChildProgram::end);
  }

  /** Its process id, for those who look whether it really stands still. */
  Optional<Long> pid(String uuid) {
    return find(uuid).map(ChildProgram::pid);
  }

  /** Whether it was told to stand still. */
  boolean isStopped(String uuid) {
    return find(uuid).filter(ChildProgram::isStopped).isPresent();
  }

  /** Ends all of them. */
  @Override
  public void close() {
    programs.keySet().forEach(this::end);
  }

  private Optional<ChildProgram> find(String uuid) {
    return Optional.ofNullable(programs.get(uuid));
  }

  private synchronized String address(String uuid) {
    return addresses.computeIfAbsent(
        uuid,
        key -> {
          int index = addresses.size();
          return NETWORK + index / LAST_OCTETS % 256 + "." + (index % LAST_OCTETS + 1);
        });
  }
}
