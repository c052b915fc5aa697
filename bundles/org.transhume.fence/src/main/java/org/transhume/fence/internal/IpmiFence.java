// SPDX-License-Identifier: Apache-2.0
package org.transhume.fence.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.spi.fence.Fence;
import org.transhume.spi.fence.FenceFailure;
import org.transhume.spi.fence.FenceResult;
import org.transhume.spi.power.PowerResult;
import org.transhume.spi.power.PowerSwitch;

/**
 * Switches hosts through their management controllers, with ipmitool. Where a host is fenced the
 * controller's own word that the power is off is the proof; that it took the order is none. The
 * password stays in a file that ipmitool reads: it is in no argument, no environment and no log.
 */
final class IpmiFence implements Fence, PowerSwitch {

  private static final Logger LOG = LoggerFactory.getLogger(IpmiFence.class);
  private static final Pattern OFF = Pattern.compile("(?m)^Chassis Power is off\\s*$");
  private static final Pattern ON = Pattern.compile("(?m)^Chassis Power is on\\s*$");

  private static final String NO_SESSION = "Unable to establish";

  private final Access access;
  private final Map<String, String> controllers;
  private final Tool tool;
  private final LongSupplier nanoTime;
  private final Pause pause;

  /**
   * How controllers are spoken to.
   *
   * @param ipmitool the program
   * @param options between the program and the controller's address
   * @param user their user
   * @param passwordFile holds their password
   * @param limit how long to fence one host may take in all
   */
  record Access(
      String ipmitool, List<String> options, String user, String passwordFile, Duration limit) {

    Access {
      options = List.copyOf(options);
    }
  }

  /** Waits between two questions. */
  @FunctionalInterface
  interface Pause {
    void take() throws InterruptedException;
  }

  /** A controller did not say what was hoped for. */
  private static final class Unanswered extends Exception {
    private static final long serialVersionUID = 1L;
    private final FenceFailure failure;

    Unanswered(FenceFailure failure, String message) {
      super(message);
      this.failure = failure;
    }
  }

  /**
   * A fence for those hosts.
   *
   * @param controllers addresses of the hosts' controllers, by the host's name
   */
  IpmiFence(
      Access access,
      Map<String, String> controllers,
      Tool tool,
      LongSupplier nanoTime,
      Pause pause) {
    this.access = access;
    this.controllers = Map.copyOf(controllers);
    this.tool = tool;
    this.nanoTime = nanoTime;
    this.pause = pause;
  }

  @Override
  public String description() {
    return access.ipmitool() + " for " + controllers.size() + " hosts";
  }

  @Override
  public FenceResult fence(String host) {
    String controller = controllers.get(host);
    if (controller == null) {
      return FenceResult.failed(
          FenceFailure.UNKNOWN_HOST,
          host + " has no controller among the hosts of etc/org.transhume.fence.ipmi.cfg");
    }
    long deadline = nanoTime.getAsLong() + access.limit().toNanos();
    try {
      FenceResult result = switchOff(host, controller, deadline);
      LOG.info("{}: {}", host, result.text());
      return result;
    } catch (Unanswered e) {
      LOG.warn("{} was not fenced: {}", host, e.getMessage());
      return FenceResult.failed(e.failure, host + " was not fenced: " + e.getMessage());
    } catch (IOException e) {
      LOG.warn("{} cannot be run", access.ipmitool(), e);
      return FenceResult.failed(
          FenceFailure.NOT_AVAILABLE,
          host
              + " was not fenced: "
              + access.ipmitool()
              + " cannot be run; install ipmitool, or correct its path in"
              + " etc/org.transhume.fence.ipmi.cfg: "
              + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FenceResult.failed(
          FenceFailure.TIMED_OUT, host + " was not fenced: the manager stopped asking");
    }
  }

  @Override
  public PowerResult switchOn(String host) {
    return order(host, "on");
  }

  /** Presses the button, so that the operating system goes down in order. */
  @Override
  public PowerResult switchOff(String host) {
    return order(host, "soft");
  }

  private PowerResult order(String host, String what) {
    String controller = controllers.get(host);
    if (controller == null) {
      return PowerResult.unable(host + " has no controller among those of " + description());
    }
    long deadline = nanoTime.getAsLong() + access.limit().toNanos();
    try {
      if (isOff(controller, deadline) == what.equals("soft")) {
        return PowerResult.ordered(host + " is so already, says its controller " + controller);
      }
      ask(controller, what, deadline);
      LOG.info("{}: controller {} takes the order 'power {}'", host, controller, what);
      return PowerResult.ordered(
          host + ": its controller " + controller + " takes the order 'power " + what + "'");
    } catch (Unanswered e) {
      return PowerResult.failed(host + ": " + e.getMessage());
    } catch (IOException e) {
      return PowerResult.failed(
          host + ": " + access.ipmitool() + " cannot be run: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return PowerResult.failed(host + ": the manager stopped asking its controller " + controller);
    }
  }

  private FenceResult switchOff(String host, String controller, long deadline)
      throws Unanswered, IOException, InterruptedException {
    if (isOff(controller, deadline)) {
      return FenceResult.fenced(host + " was off already, says its controller " + controller);
    }
    ask(controller, "off", deadline);
    while (!isOff(controller, deadline)) {
      if (nanoTime.getAsLong() - deadline >= 0) {
        return FenceResult.failed(
            FenceFailure.STILL_ON,
            host
                + " is still on "
                + access.limit().toSeconds()
                + " s after its controller "
                + controller
                + " was told to switch it off");
      }
      pause.take();
    }
    return FenceResult.fenced(host + " is off, says its controller " + controller);
  }

  private boolean isOff(String controller, long deadline)
      throws Unanswered, IOException, InterruptedException {
    String answer = ask(controller, "status", deadline);
    boolean off = OFF.matcher(answer).find();
    if (off == ON.matcher(answer).find()) {
      throw new Unanswered(
          FenceFailure.DEVICE_FAILED, controller + " does not say whether it is off: " + answer);
    }
    return off;
  }

  private String ask(String controller, String what, long deadline)
      throws Unanswered, IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(access.ipmitool()));
    command.addAll(access.options());
    command.addAll(List.of("-H", controller, "-U", access.user(), "-f", access.passwordFile()));
    command.addAll(List.of("chassis", "power", what));
    // A question at the end of the time gets some: its answer may be the proof.
    long left = Math.max(deadline - nanoTime.getAsLong(), Duration.ofSeconds(1).toNanos());
    Tool.Ended ended = tool.run(command, Duration.ofNanos(left));
    if (!ended.inTime()) {
      throw new Unanswered(FenceFailure.TIMED_OUT, "its controller " + controller + " is silent");
    }
    if (!ended.succeeded()) {
      throw new Unanswered(
          FenceFailure.DEVICE_FAILED,
          "'power "
              + what
              + "' at its controller "
              + controller
              + " ended with "
              + ended.exitCode()
              + ": "
              + ended.output()
              + (ended.output().contains(NO_SESSION) ? lookAt(controller) : ""));
    }
    return ended.output();
  }

  /**
   * ipmitool says the same of a wrong user, of a wrong password and of a controller that is gone.
   */
  private String lookAt(String controller) {
    return "; look at its address "
        + controller
        + ", at the user "
        + access.user()
        + ", and at the password in "
        + access.passwordFile();
  }
}
