// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.wrapper;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.transhume.agent.internal.AgentContext;
import org.transhume.agent.internal.Answers;
import org.transhume.api.mx.WrapperDeed;
import org.transhume.api.mx.WrapperMXBean;
import org.transhume.api.mx.WrapperPhase;
import org.transhume.spi.wrapper.Wrapper;
import org.transhume.spi.wrapper.WrapperHealth;
import org.transhume.spi.wrapper.WrapperOperation;
import org.transhume.spi.wrapper.WrapperStatus;

/** A wrapper as MBean, while its domain is on this host. */
record WrapperBean(AgentContext context, WrapperSlot slot, String domain) implements WrapperMXBean {

  /** A manager waits for 90 s. */
  private static final long ANSWER_MILLIS = 60_000;

  private static final int ID_BYTES = 8;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{0,64}");

  @Override
  public String getName() {
    return slot.memory().wrapper();
  }

  @Override
  public String getDomain() {
    return domain;
  }

  @Override
  public String getDomainUuid() {
    return slot.memory().uuid();
  }

  @Override
  public String getHost() {
    return context.host();
  }

  @Override
  public String getVersion() {
    return slot.definition().map(WrapperDefinition::version).orElse(null);
  }

  @Override
  public WrapperPhase getPhase() {
    return slot.memory().phase();
  }

  @Override
  public WrapperHealth getHealth() {
    return slot.seen().status().health();
  }

  @Override
  public String getHealthText() {
    return slot.seen().status().text();
  }

  @Override
  public Long getHealthAtEpochMillis() {
    return slot.seen().atEpochMillis();
  }

  @Override
  public Map<String, String> getAttributes() {
    return slot.seen().status().attributes();
  }

  @Override
  public Map<String, String> getSettings() {
    return slot.memory().settings();
  }

  @Override
  public List<String> getOperations() {
    return operations().stream()
        .map(operation -> operation.signature() + ": " + operation.description())
        .toList();
  }

  private List<WrapperOperation> operations() {
    return slot.wrapper().map(Wrapper::operations).orElse(List.of());
  }

  @Override
  public List<WrapperDeed> getDeeds() {
    return slot.memory().deeds();
  }

  @Override
  public String getLastError() {
    return slot.memory().lastError().orElse(null);
  }

  @Override
  public boolean isMoving() {
    return slot.isMoving();
  }

  @Override
  public WrapperDeed configure(String id, Map<String, String> settings) {
    return await(WrapperRequest.configure(checked(id), Map.copyOf(settings)));
  }

  @Override
  public WrapperDeed start(String id) {
    return await(WrapperRequest.start(checked(id)));
  }

  @Override
  public WrapperDeed stop(String id) {
    return await(WrapperRequest.stop(checked(id)));
  }

  @Override
  public WrapperDeed invoke(String id, String operation, String[] arguments) {
    List<String> given = arguments == null ? List.of() : List.of(arguments);
    Optional<Wrapper> wrapper = slot.wrapper();
    if (wrapper.isPresent()) {
      requireOperation(wrapper.get().operations(), operation, given);
    }
    return await(WrapperRequest.invoke(checked(id), operation, given));
  }

  private static void requireOperation(
      List<WrapperOperation> operations, String operation, List<String> given) {
    WrapperOperation known =
        operations.stream()
            .filter(one -> one.name().equals(operation))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "unknown operation '"
                            + operation
                            + "': there are "
                            + operations.stream().map(WrapperOperation::signature).toList()));
    if (known.parameters().size() != given.size()) {
      throw new IllegalArgumentException(
          known.signature()
              + " takes "
              + known.parameters().size()
              + " arguments, not "
              + given.size());
    }
  }

  /** The id that was given, or one that nobody else has. */
  private String checked(String id) {
    String given = id == null ? "" : id;
    if (!ID.matcher(given).matches()) {
      throw new IllegalArgumentException(
          "id '"
              + given
              + "': give letters, digits, dots, colons, underscores and hyphens, at most"
              + " 64, or nothing");
    }
    return given.isEmpty() ? drawn() : given;
  }

  private String drawn() {
    byte[] bytes = new byte[ID_BYTES];
    context.execution().random().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public String status() {
    WrapperStatus status = Answers.await(context.loop().begin(slot::lookNow), ANSWER_MILLIS);
    return status.health() + ": " + status.text();
  }

  @Override
  public WrapperDeed outcome(String id) {
    return slot.memory()
        .deed(id)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "nothing is known of '"
                        + id
                        + "': it was never begun, or is older than the last "
                        + WrapperMemory.MOST_DEEDS));
  }

  /** A deed that takes longer is told as one that runs; its outcome can be read later. */
  private WrapperDeed await(WrapperRequest request) {
    CompletableFuture<WrapperDeed> end = context.loop().begin(() -> slot.ask(request));
    try {
      return end.get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return running(request);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the wrapper was at work", e);
    }
  }

  private WrapperDeed running(WrapperRequest request) {
    return slot.memory()
        .deed(request.id())
        .orElseThrow(() -> new IllegalStateException("not begun within " + ANSWER_MILLIS + " ms"));
  }
}
