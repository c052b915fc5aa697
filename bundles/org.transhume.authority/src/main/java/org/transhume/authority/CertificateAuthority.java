// SPDX-License-Identifier: Apache-2.0
package org.transhume.authority;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The authority that all members of one cluster trust: a folder with {@code authority.p12}, its
 * {@code password}, the certificates made so far under {@code issued}, and {@code denied-serials}.
 * The folder is the cluster's root secret; it is best kept off the hosts that it certifies.
 *
 * <p>Everything secret is written readable by its owner only, passwords are random and never
 * printed, nothing is overwritten, and every file appears whole or not at all. Processes may work
 * on one folder at the same time.
 */
public final class CertificateAuthority {

  private static final String STORE = "authority.p12";
  private static final String PASSWORD = "password";
  private static final String ISSUED = "issued";
  private static final String DENIED = "denied-serials";
  private static final Duration AUTHORITY_VALIDITY = Duration.ofDays(3_660);
  private static final SecureRandom RANDOM = new SecureRandom();

  /** File locks keep processes apart, but not the threads of one. */
  private static final ReentrantLock THREADS = new ReentrantLock();

  private final Path folder;
  private final SigningKey key;
  private final Clock clock;

  private CertificateAuthority(Path folder, SigningKey key, Clock clock) {
    this.folder = folder;
    this.key = key;
    this.clock = clock;
  }

  /**
   * Makes a new authority.
   *
   * @param folder where; must not exist yet, or be empty
   * @param cluster the cluster's name, which all its certificates carry as organisation
   * @throws IOException when something is there already, or the folder cannot be written
   * @throws IllegalArgumentException when the name holds unusual characters
   */
  public static CertificateAuthority init(Path folder, String cluster) throws IOException {
    return init(folder, cluster, Clock.systemUTC());
  }

  /** As {@link #init(Path, String)}, at the time that a clock tells. */
  public static CertificateAuthority init(Path folder, String cluster, Clock clock)
      throws IOException {
    CertificateRequest.requireName("cluster", cluster);
    PrivateFiles.requireFree(folder);
    SigningKey key = SigningKey.selfSigned(cluster, clock.instant(), AUTHORITY_VALIDITY);
    String password = newPassword();
    Path partial = PrivateFiles.newFolderBeside(folder);
    try {
      PrivateFiles.write(partial.resolve(PASSWORD), password.getBytes(US_ASCII));
      PrivateFiles.write(partial.resolve(STORE), key.toStore("authority", password));
      PrivateFiles.write(partial.resolve(DENIED), new byte[0]);
      PrivateFiles.settle(partial, folder);
    } finally {
      PrivateFiles.deleteFolder(partial);
    }
    return new CertificateAuthority(folder, key, clock);
  }

  /**
   * Opens an authority that {@link #init(Path, String)} made.
   *
   * @throws IOException naming the file that is missing, damaged or readable by others
   */
  public static CertificateAuthority open(Path folder) throws IOException {
    return open(folder, Clock.systemUTC());
  }

  /** As {@link #open(Path)}, at the time that a clock tells. */
  public static CertificateAuthority open(Path folder, Clock clock) throws IOException {
    Path store = folder.resolve(STORE);
    byte[] content = PrivateFiles.read(store);
    String password = new String(PrivateFiles.read(folder.resolve(PASSWORD)), US_ASCII).strip();
    return new CertificateAuthority(
        folder, SigningKey.fromStore(store, content, "authority", password), clock);
  }

  /** The cluster's name. */
  public String cluster() {
    return Certificates.organisation(key.certificate());
  }

  /**
   * Makes a key and a certificate and puts them, with all that a process needs to connect under
   * this name, into a new folder.
   *
   * @param identity the folder; must not exist yet, or be empty
   * @return what the certificate says
   * @throws IOException when something is there already, or a folder cannot be written
   * @throws IllegalArgumentException when the certificate would outlive the authority
   */
  public IssuedCertificate issue(CertificateRequest request, Path identity) throws IOException {
    PrivateFiles.requireFree(identity);
    SigningKey holder = key.sign(request, clock.instant());
    String password = newPassword();
    Path partial = PrivateFiles.newFolderBeside(identity);
    THREADS.lock();
    try (FileChannel processes = lock()) {
      PrivateFiles.write(partial.resolve(PASSWORD), password.getBytes(US_ASCII));
      PrivateFiles.write(partial.resolve("identity.p12"), holder.toStore("identity", password));
      PrivateFiles.write(partial.resolve("trust.p12"), key.toTrustStore("authority", password));
      PrivateFiles.write(partial.resolve(DENIED), Files.readAllBytes(folder.resolve(DENIED)));
      // Recorded first: a certificate that nobody knows of could never be revoked.
      record(holder.certificate());
      PrivateFiles.settle(partial, identity);
    } finally {
      THREADS.unlock();
      PrivateFiles.deleteFolder(partial);
    }
    return Certificates.describe(holder.certificate(), Set.of());
  }

  /**
   * Puts certificates on the deny list, for ever. Processes refuse them, and cut connections made
   * with them, within seconds after the list has reached their own identity folder: this method
   * writes it into the authority's folder and into each of {@code identities}; to other machines it
   * is copied as any file, best to a temporary name that is then renamed.
   *
   * @param nameOrSerial a common name, for all its certificates, or one serial number
   * @param identities identity folders that get the new list at once
   * @return what was newly revoked; empty when all was revoked before
   * @throws IllegalArgumentException when no certificate has that name or serial number
   * @throws IOException when a list cannot be written
   */
  public List<IssuedCertificate> revoke(String nameOrSerial, Collection<Path> identities)
      throws IOException {
    for (Path identity : identities) {
      if (!Files.isRegularFile(identity.resolve("identity.p12"))) {
        throw new IOException(identity + " holds no identity.p12: give folders made by issue");
      }
    }
    List<IssuedCertificate> revoked = new ArrayList<>();
    THREADS.lock();
    try (FileChannel processes = lock()) {
      List<IssuedCertificate> chosen =
          list().stream()
              .filter(c -> c.name().equals(nameOrSerial) || sameSerial(c.serial(), nameOrSerial))
              .toList();
      if (chosen.isEmpty()) {
        throw new IllegalArgumentException(
            "no certificate named or numbered '" + nameOrSerial + "' was issued by " + folder);
      }
      Set<String> denied = denied();
      for (IssuedCertificate certificate : chosen) {
        if (denied.add(certificate.serial())) {
          revoked.add(certificate);
        }
      }
      byte[] content =
          denied.stream().map(s -> s + "\n").collect(Collectors.joining()).getBytes(US_ASCII);
      PrivateFiles.write(folder.resolve(DENIED), content);
      for (Path identity : identities) {
        PrivateFiles.write(identity.resolve(DENIED), content);
      }
    } finally {
      THREADS.unlock();
    }
    return revoked;
  }

  /** All certificates issued so far, by name and then by age. */
  public List<IssuedCertificate> list() throws IOException {
    Path issued = folder.resolve(ISSUED);
    if (!Files.isDirectory(issued)) {
      return List.of();
    }
    Set<String> denied = denied();
    List<IssuedCertificate> certificates = new ArrayList<>();
    try (Stream<Path> files = Files.list(issued)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".pem")).toList()) {
        certificates.add(Certificates.describe(Certificates.readPem(file), denied));
      }
    }
    certificates.sort(
        Comparator.comparing(IssuedCertificate::name).thenComparing(IssuedCertificate::validFrom));
    return certificates;
  }

  private void record(X509Certificate certificate) throws IOException {
    Path issued = folder.resolve(ISSUED);
    PrivateFiles.createFolder(issued);
    String serial = Certificates.serial(certificate);
    PrivateFiles.write(issued.resolve(serial + ".pem"), Certificates.toPem(certificate));
  }

  private Set<String> denied() throws IOException {
    return Files.readAllLines(folder.resolve(DENIED), US_ASCII).stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Keeps other processes out until the channel is closed. */
  private FileChannel lock() throws IOException {
    FileChannel channel = PrivateFiles.openOrCreate(folder.resolve(".lock"));
    try {
      channel.lock();
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static boolean sameSerial(String serial, String given) {
    return serial.equals(given.toLowerCase(Locale.ROOT).replaceFirst("^0+(?=.)", ""));
  }

  private static String newPassword() {
    byte[] secret = new byte[32];
    RANDOM.nextBytes(secret);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }
}
