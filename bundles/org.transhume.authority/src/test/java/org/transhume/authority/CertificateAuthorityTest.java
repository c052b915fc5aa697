// SPDX-License-Identifier: Apache-2.0
package org.transhume.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.api.mx.Role;

class CertificateAuthorityTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path scratch;
  private Path folder;
  private CertificateAuthority authority;

  @BeforeEach
  void makeAuthority() throws IOException {
    folder = scratch.resolve("authority");
    authority = CertificateAuthority.init(folder, "etch", Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @Test
  void shouldWriteAllThatAProcessNeeds() throws Exception {
    Path identity = scratch.resolve("a-204-02");

    IssuedCertificate issued = authority.issue(agent("a-204-02"), identity);

    KeyStore keys = load(identity.resolve("identity.p12"), identity.resolve("password"));
    char[] password = Files.readString(identity.resolve("password")).toCharArray();
    assertThat(keys.getKey("identity", password)).isInstanceOf(PrivateKey.class);
    assertThat(keys.getCertificateChain("identity")).hasSize(2);
    X509Certificate leaf = (X509Certificate) keys.getCertificate("identity");
    X509Certificate trusted =
        (X509Certificate)
            load(identity.resolve("trust.p12"), identity.resolve("password"))
                .getCertificate("authority");
    leaf.verify(trusted.getPublicKey());
    assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
    assertThat(leaf.getSubjectX500Principal().getName())
        .isEqualTo("CN=a-204-02,OU=agent,OU=viewer,O=etch");
    assertThat(leaf.getSubjectAlternativeNames())
        .containsExactlyInAnyOrder(
            List.of(2, "a-204-02"), List.of(7, "10.0.0.2"), List.of(7, "fd00:0:0:0:0:0:0:2"));
    assertThat(issued.validUntil()).isEqualTo(NOW.plus(Duration.ofDays(30)));
    assertThat(issued.serial()).isEqualTo(leaf.getSerialNumber().toString(16));
  }

  @Test
  void shouldKeepEverythingPrivateToItsOwner() throws IOException {
    authority.issue(agent("a-204-02"), scratch.resolve("people/identity"));

    for (Path top : List.of(folder, scratch.resolve("people"))) {
      try (Stream<Path> tree = Files.walk(top)) {
        assertThat(tree.toList())
            .hasSizeGreaterThan(4)
            .allSatisfy(
                file ->
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .endsWith("------"));
      }
    }
  }

  @Test
  void shouldGiveEveryIdentityAPasswordOfItsOwn() throws IOException {
    authority.issue(agent("a-204-02"), scratch.resolve("one"));
    authority.issue(agent("a-204-03"), scratch.resolve("two"));

    assertThat(
            Stream.of(folder, scratch.resolve("one"), scratch.resolve("two"))
                .map(f -> readString(f.resolve("password"))))
        .doesNotHaveDuplicates()
        .allSatisfy(password -> assertThat(password).hasSize(43));
  }

  @Test
  void shouldOverwriteNothing() throws IOException {
    Path identity = scratch.resolve("a-204-02");
    authority.issue(agent("a-204-02"), identity);
    byte[] before = Files.readAllBytes(identity.resolve("identity.p12"));

    assertThatThrownBy(() -> authority.issue(agent("a-204-02"), identity))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining(identity.toString());
    assertThatThrownBy(() -> CertificateAuthority.init(folder, "etch"))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(identity.resolve("identity.p12")).hasBinaryContent(before);
    assertThat(authority.list()).hasSize(1);
  }

  @Test
  void shouldLeaveNothingBehindWhenAnIssueFails() throws IOException {
    CertificateRequest tooLong =
        new CertificateRequest("x", Set.of(Role.VIEWER), List.of(), Duration.ofDays(3_660));
    CertificateAuthority later =
        CertificateAuthority.open(folder, Clock.fixed(NOW.plusSeconds(60), ZoneOffset.UTC));

    assertThatThrownBy(() -> later.issue(tooLong, scratch.resolve("x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("outlive its authority");
    try (Stream<Path> left = Files.list(scratch)) {
      assertThat(left).containsExactly(folder);
    }
  }

  @Test
  void shouldRevokeByNameAndTellEveryFolderGiven() throws IOException {
    Path one = scratch.resolve("one");
    Path two = scratch.resolve("two");
    authority.issue(agent("a-204-02"), one);
    IssuedCertificate second = authority.issue(agent("a-204-03"), two);

    List<IssuedCertificate> revoked = authority.revoke("a-204-03", List.of(one));

    assertThat(revoked).extracting(IssuedCertificate::serial).containsExactly(second.serial());
    assertThat(readString(folder.resolve("denied-serials"))).isEqualTo(second.serial() + "\n");
    assertThat(readString(one.resolve("denied-serials"))).isEqualTo(second.serial() + "\n");
    assertThat(readString(two.resolve("denied-serials"))).isEmpty();
    assertThat(CertificateAuthority.open(folder).list())
        .extracting(IssuedCertificate::name, IssuedCertificate::revoked)
        .containsExactly(tuple("a-204-02", false), tuple("a-204-03", true));
    assertThat(authority.revoke("a-204-03", List.of())).isEmpty();
  }

  @Test
  void shouldRevokeOneOfSeveralBySerialNumber() throws IOException {
    IssuedCertificate old = authority.issue(agent("a-204-02"), scratch.resolve("old"));
    authority.issue(agent("a-204-02"), scratch.resolve("new"));

    authority.revoke("00" + old.serial().toUpperCase(Locale.ROOT), List.of());

    assertThat(authority.list()).filteredOn(IssuedCertificate::revoked).hasSize(1);
    Path next = scratch.resolve("next");
    authority.issue(agent("a-204-04"), next);
    assertThat(readString(next.resolve("denied-serials"))).isEqualTo(old.serial() + "\n");
  }

  @Test
  void shouldRevokeNothingThatItDoesNotKnow() {
    assertThatThrownBy(() -> authority.revoke("nobody", List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'nobody'");
    assertThatThrownBy(() -> authority.revoke("nobody", List.of(scratch)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("identity.p12");
  }

  @Test
  void shouldRefuseAnAuthorityThatOthersCanRead() throws IOException {
    Path password = folder.resolve("password");
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r-----"));

    assertThatThrownBy(() -> CertificateAuthority.open(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("chmod 600 " + password);
  }

  @Test
  void shouldNameTheFileThatIsMissingOrDamaged() throws IOException {
    assertThatThrownBy(() -> CertificateAuthority.open(scratch))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("authority.p12")
        .hasMessageContaining("is missing");
    Files.write(folder.resolve("authority.p12"), new byte[] {1, 2, 3});
    assertThatThrownBy(() -> CertificateAuthority.open(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("authority.p12")
        .hasMessageNotContaining(readString(folder.resolve("password")));
  }

  @Test
  void shouldIssueFromSeveralThreadsAtOnce() throws IOException {
    List<String> serials =
        IntStream.range(0, 8)
            .parallel()
            .mapToObj(i -> issueUnchecked("host-" + i, scratch.resolve("host-" + i)))
            .map(IssuedCertificate::serial)
            .toList();

    assertThat(serials).doesNotHaveDuplicates();
    assertThat(authority.list()).hasSize(8);
    assertThat(CertificateAuthority.open(folder).cluster()).isEqualTo("etch");
  }

  private IssuedCertificate issueUnchecked(String name, Path identity) {
    try {
      return authority.issue(agent(name), identity);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CertificateRequest agent(String name) {
    return new CertificateRequest(
        name,
        Set.of(Role.AGENT, Role.VIEWER),
        List.of(name, "10.0.0.2", "fd00::2"),
        Duration.ofDays(30));
  }

  private static KeyStore load(Path store, Path password) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(
        new ByteArrayInputStream(Files.readAllBytes(store)),
        Files.readString(password).toCharArray());
    return keys;
  }

  private static String readString(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
