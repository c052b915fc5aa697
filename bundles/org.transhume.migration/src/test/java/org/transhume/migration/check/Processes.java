// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.check;

import java.util.Optional;
import org.transhume.api.model.CopyKind;
import org.transhume.migration.check.Passage.Exit;
import org.transhume.migration.check.Passage.Receiver;
import org.transhume.migration.check.Passage.Relay;
import org.transhume.migration.check.Passage.Sender;
import org.transhume.migration.check.Passage.Stream;
import org.transhume.migration.check.Passage.Word;

/**
 * The two xl processes of Xen 4.17, step by step, as {@code tools/xl/xl_migrate.c} writes them.
 * Whatever they do to a copy they do by its domid, and ask nobody.
 */
@SuppressWarnings({"EnumOrdinal", "OperatorPrecedence"})
final class Processes {

  private final World world;

  Processes(World world) {
    this.world = world;
  }

  // The sender

  boolean senderCanStep(int i) {
    Passage p = world.passages[i];
    return switch (p.sender) {
      case NONE, GONE -> false;
      case AWAITS_BANNER, AWAITS_READY, AWAITS_REPORT, AWAITS_GRANT ->
          !p.senderHears.isEmpty() || p.senderInputEnded;
      // What it writes is taken by the receiver, or by whoever drains a broken stream.
      case COPIES ->
          p.senderOutputBroken
              || p.stream != Stream.UP
              || p.receiver == Receiver.RECEIVES
              || !isRunning(sent(i));
      case SENDS_LAST_PAGES, HAS_RENAMED, DESTROYS, RENAMES_BACK, RESUMES -> true;
    };
  }

  String senderStep(int i) {
    Passage p = world.passages[i];
    return switch (p.sender) {
      case AWAITS_BANNER -> senderHears(p, Word.BANNER, Sender.COPIES, Sender.GONE);
      case COPIES -> copies(i, p);
      case SENDS_LAST_PAGES -> sendsLastPages(i, p);
      case AWAITS_READY -> awaitsReady(i, p, false);
      case HAS_RENAMED -> writesGo(i, p);
      case AWAITS_REPORT -> awaitsReport(p);
      case DESTROYS -> {
        sent(i).ifPresent(world.copies::remove);
        yield senderLeaves(p, Exit.SUCCESS, "destroys its copy and leaves");
      }
      case AWAITS_GRANT -> senderHears(p, Word.GRANT, Sender.RENAMES_BACK, Sender.GONE);
      case RENAMES_BACK -> {
        rename(sent(i), CopyKind.ORDINARY);
        p.sender = Sender.RESUMES;
        yield "gives its copy its name back";
      }
      case RESUMES -> {
        boolean suspended = sent(i).filter(c -> c.state == Copy.State.SUSPENDED).isPresent();
        sent(i).filter(c -> c.state == Copy.State.SUSPENDED).ifPresent(world::runs);
        yield senderLeaves(
            p, Exit.FAILURE, suspended ? "resumes its copy and leaves" : "leaves with a failure");
      }
      case NONE, GONE -> throw new IllegalStateException();
    };
  }

  private String copies(int i, Passage p) {
    if (p.senderOutputBroken || !isRunning(sent(i))) {
      p.sender = Sender.RESUMES;
      return p.senderOutputBroken
          ? "finds its stream broken while it copies"
          : "fails to suspend what it copies, and will resume it unasked";
    }
    sent(i).orElseThrow().state = Copy.State.SUSPENDED;
    p.sender = Sender.SENDS_LAST_PAGES;
    return "has the guest suspended";
  }

  private String sendsLastPages(int i, Passage p) {
    if (p.senderOutputBroken) {
      p.sender = Sender.RESUMES;
      return "finds its stream broken at the last pages";
    }
    p.pagesOnTheirWay = p.stream == Stream.UP && p.receiver == Receiver.RECEIVES;
    p.pagesStale = !sent(i).filter(c -> c.state == Copy.State.SUSPENDED && !c.stale).isPresent();
    p.sender = Sender.AWAITS_READY;
    return "has written the last pages";
  }

  String awaitsReady(int i, Passage p, boolean renameFails) {
    boolean ready = takes(p, Word.READY);
    boolean renames = ready && !renameFails && sent(i).isPresent();
    if (!renames) {
      p.sender = Sender.RESUMES;
      return ready ? "hears READY and cannot rename its copy" : "hears no READY and will resume";
    }
    rename(sent(i), CopyKind.MIGRATED_AWAY);
    p.sender = Sender.HAS_RENAMED;
    return "hears READY and renames its copy to --migratedaway";
  }

  private String writesGo(int i, Passage p) {
    if (p.senderOutputBroken) {
      return senderLeaves(p, Exit.FAILURE, "cannot write GO and leaves its copy as it is");
    }
    p.sender = Sender.AWAITS_REPORT;
    if (world.scenario.isForeign(i)) {
      p.receiverHearsGo = p.stream == Stream.UP && p.receiverLives();
    } else {
      p.senderWroteGo = p.sourceRelay == Relay.CARRIES;
    }
    return "writes GO";
  }

  private String awaitsReport(Passage p) {
    if (takes(p, Word.REPORT)) {
      p.sender = Sender.DESTROYS;
      return "hears that the target's copy runs";
    }
    return senderHears(p, Word.REPORT_FAILURE, Sender.AWAITS_GRANT, Sender.GONE);
  }

  private static String senderHears(Passage p, Word word, Sender then, Sender otherwise) {
    if (takes(p, word)) {
      p.sender = then;
      return "hears " + word;
    }
    if (otherwise == Sender.GONE) {
      return senderLeaves(p, Exit.FAILURE, "hears no " + word + " and leaves its copy as it is");
    }
    p.sender = otherwise;
    return "hears no " + word;
  }

  private static boolean takes(Passage p, Word word) {
    if (!p.senderHears.isEmpty() && p.senderHears.get(0) == word) {
      p.senderHears.remove(0);
      return true;
    }
    return false;
  }

  static String senderLeaves(Passage p, Exit how, String what) {
    p.sender = Sender.GONE;
    p.senderExit = how;
    p.senderHears.clear();
    return what;
  }

  // The receiver

  boolean receiverCanStep(int i) {
    Passage p = world.passages[i];
    return switch (p.receiver) {
      case NONE, GONE -> false;
      case AWAITS_HEADER ->
          p.receiverInputEnded
              || p.stream == Stream.UP && p.senderLives() && p.sender != Sender.AWAITS_BANNER;
      case RECEIVES -> p.pagesOnTheirWay || p.receiverInputEnded;
      case AWAITS_GO -> p.receiverHearsGo || p.receiverInputEnded;
      case SAYS_BANNER, RENAMES, UNPAUSES, REPORTS, REPORTS_FAILURE, DESTROYS, GRANTS -> true;
    };
  }

  String receiverStep(int i) {
    Passage p = world.passages[i];
    return switch (p.receiver) {
      case SAYS_BANNER -> says(i, Word.BANNER, Receiver.AWAITS_HEADER, Exit.FAILURE);
      case AWAITS_HEADER -> creates(i, p);
      case RECEIVES -> receives(i, p);
      case AWAITS_GO -> {
        p.receiver = p.receiverHearsGo ? Receiver.RENAMES : Receiver.REPORTS_FAILURE;
        yield p.receiverHearsGo ? "hears GO" : "hears the end of its input instead of GO";
      }
      case RENAMES -> {
        boolean renamed = rename(received(i), CopyKind.ORDINARY);
        p.receiver = renamed ? Receiver.UNPAUSES : Receiver.REPORTS_FAILURE;
        yield renamed ? "gives its copy the domain's name" : "finds the name in use";
      }
      case UNPAUSES -> {
        boolean there = received(i).isPresent();
        received(i).filter(c -> c.state == Copy.State.PAUSED).ifPresent(world::runs);
        p.receiver = there ? Receiver.REPORTS : Receiver.REPORTS_FAILURE;
        yield there ? "unpauses its copy" : "finds its copy gone";
      }
      case REPORTS -> says(i, Word.REPORT, Receiver.GONE, Exit.SUCCESS);
      case REPORTS_FAILURE -> says(i, Word.REPORT_FAILURE, Receiver.DESTROYS, Exit.FAILURE);
      case DESTROYS -> {
        received(i).ifPresent(world.copies::remove);
        p.receiver = Receiver.GRANTS;
        yield "destroys its copy";
      }
      case GRANTS -> says(i, Word.GRANT, Receiver.GONE, Exit.FAILURE);
      case NONE, GONE -> throw new IllegalStateException();
    };
  }

  private String creates(int i, Passage p) {
    Scenario.Move way = world.scenario.way(i);
    if (p.receiverInputEnded) {
      return receiverLeaves(p, Exit.FAILURE, "hears nothing and leaves");
    }
    if (world.named(way.target(), way.domain(), CopyKind.INCOMING).isPresent()) {
      return receiverLeaves(p, Exit.NAME_IN_USE, "finds another --incoming and leaves");
    }
    Copy copy = world.create(way.target(), way.domain(), CopyKind.INCOMING, i);
    copy.stale = true;
    p.receivedDomid = copy.domid;
    p.receiver = Receiver.RECEIVES;
    return "creates its paused copy";
  }

  private String receives(int i, Passage p) {
    if (!p.pagesOnTheirWay) {
      received(i).ifPresent(world.copies::remove);
      return receiverLeaves(p, Exit.FAILURE, "loses its stream, destroys its copy and leaves");
    }
    boolean stale = p.pagesStale;
    p.pagesOnTheirWay = false;
    p.pagesStale = false;
    received(i).ifPresent(copy -> copy.stale = stale);
    return "has every page; " + says(i, Word.READY, Receiver.AWAITS_GO, Exit.FAILURE);
  }

  private String says(int i, Word word, Receiver then, Exit exit) {
    Passage p = world.passages[i];
    boolean foreign = world.scenario.isForeign(i);
    if (p.receiverOutputBroken || foreign && p.stream != Stream.UP) {
      return receiverLeaves(p, Exit.FAILURE, "cannot say " + word + " and leaves");
    }
    if (foreign) {
      if (p.senderLives()) {
        p.senderHears.add(word);
      }
    } else if (p.targetRelay == Relay.CARRIES) {
      p.receiverSaid.add(word);
    }
    if (then == Receiver.GONE) {
      return receiverLeaves(p, exit, "says " + word + " and leaves");
    }
    p.receiver = then;
    return "says " + word;
  }

  static String receiverLeaves(Passage p, Exit how, String what) {
    p.receiver = Receiver.GONE;
    p.receiverExit = how;
    p.receiverHearsGo = false;
    return what;
  }

  // Copies

  Optional<Copy> sent(int i) {
    return world.copy(world.scenario.way(i).source(), world.passages[i].sentDomid);
  }

  Optional<Copy> received(int i) {
    return world.copy(world.scenario.way(i).target(), world.passages[i].receivedDomid);
  }

  private static boolean isRunning(Optional<Copy> copy) {
    return copy.isPresent() && copy.get().state == Copy.State.RUNNING;
  }

  /** Gives a copy another name unless it is taken. */
  boolean rename(Optional<Copy> copy, CopyKind kind) {
    if (copy.isEmpty() || world.named(copy.get().host, copy.get().domain, kind).isPresent()) {
      return false;
    }
    copy.get().kind = kind;
    return true;
  }
}
