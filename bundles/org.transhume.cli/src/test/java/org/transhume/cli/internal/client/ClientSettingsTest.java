// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.spi.transport.Endpoint;

class ClientSettingsTest {

  @TempDir private Path folder;
  private UserFolders folders;

  @BeforeEach
  void makeFolders() throws IOException {
    folders = new UserFolders(folder.resolve("config"), folder.resolve("state"));
    Files.createDirectories(folders.config());
  }

  @Test
  void shouldPreferOptionsToEnvironmentAndEnvironmentToFile() throws Exception {
    Files.writeString(folders.clientFile(), "address = file:1\nidentity = me\n");
    Map<String, String> environment = Map.of("TRANSHUME_ADDRESS", "env:2");

    assertThat(resolve(environment, Optional.of("option:3"), Optional.of(Path.of("/id"))))
        .isEqualTo(new Target(new Endpoint("option", 3), Path.of("/id")));
    assertThat(resolve(environment, Optional.empty(), Optional.empty()).endpoint())
        .isEqualTo(new Endpoint("env", 2));
    assertThat(resolve(Map.of(), Optional.empty(), Optional.empty()))
        .isEqualTo(new Target(new Endpoint("file", 1), folders.config().resolve("me")));
  }

  @Test
  void shouldFindTheDemoThatRunsWhereNothingElseIsNamed() throws Exception {
    mark(ProcessHandle.current().pid());

    assertThat(resolve(Map.of(), Optional.empty(), Optional.empty()))
        .isEqualTo(new Target(new Endpoint("127.0.0.1", 7099), folder));
  }

  @Test
  void shouldNotTakeADemoForANamedCluster() throws Exception {
    mark(ProcessHandle.current().pid());

    assertThatThrownBy(() -> resolve(Map.of(), Optional.of("real:1"), Optional.empty()))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("no identity is named")
        .hasMessageContaining("--identity DIR");
  }

  @Test
  void shouldIgnoreTheMarkOfADemoThatEnded() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    mark(ended.pid());

    assertThatThrownBy(() -> resolve(Map.of(), Optional.empty(), Optional.empty()))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("no manager is named and no demo runs");
  }

  @Test
  void shouldSayWhatAnAddressLooksLike() {
    assertThatThrownBy(() -> resolve(Map.of(), Optional.of("nonsense"), Optional.of(folder)))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("nonsense")
        .hasMessageContaining("HOST:PORT");
  }

  @Test
  void shouldRemoveOnlyItsOwnMark() throws Exception {
    DemoMark other = new DemoMark(1, 3, folder, new Endpoint("127.0.0.1", 7099), folder);
    other.write(folders.demoFile());

    new DemoMark(2, 3, folder, new Endpoint("127.0.0.1", 7098), folder).remove(folders.demoFile());
    assertThat(DemoMark.read(folders.demoFile())).contains(other);

    other.remove(folders.demoFile());
    assertThat(folders.demoFile()).doesNotExist();
  }

  private void mark(long process) throws IOException {
    new DemoMark(process, 3, folder, new Endpoint("127.0.0.1", 7099), folder)
        .write(folders.demoFile());
  }

  private Target resolve(
      Map<String, String> environment, Optional<String> address, Optional<Path> identity)
      throws CommandFailure, IOException {
    return new ClientSettings(environment, folders).resolve(address, identity);
  }
}
