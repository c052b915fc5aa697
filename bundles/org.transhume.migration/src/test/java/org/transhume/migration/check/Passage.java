// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.check;

import java.util.ArrayList;
import java.util.List;
import org.transhume.migration.side.WireMessage;

/**
 * One way of a domain from a host to another: the two xl processes, the pipes and relays at both
 * ends, and the stream between. Bytes are reduced to what matters: that the last page is on its
 * way, GO, and what the receiver says.
 */
@SuppressWarnings({"EnumOrdinal", "OperatorPrecedence"})
final class Passage {

  /** Where {@code xl migrate} stands. */
  enum Sender {
    NONE,
    AWAITS_BANNER,
    COPIES,
    SENDS_LAST_PAGES,
    AWAITS_READY,
    HAS_RENAMED,
    AWAITS_REPORT,
    DESTROYS,
    AWAITS_GRANT,
    RENAMES_BACK,
    RESUMES,
    GONE
  }

  /** Where {@code xl migrate-receive} stands. */
  enum Receiver {
    NONE,
    SAYS_BANNER,
    AWAITS_HEADER,
    RECEIVES,
    AWAITS_GO,
    RENAMES,
    UNPAUSES,
    REPORTS,
    REPORTS_FAILURE,
    DESTROYS,
    GRANTS,
    GONE
  }

  enum Stream {
    NONE,
    UP,
    BROKEN
  }

  /** An agent's end of the stream. */
  enum Relay {
    NONE,
    CARRIES,
    CUT
  }

  /** How a process has ended, until somebody notices. */
  enum Exit {
    NOTHING_NEW,
    SUCCESS,
    FAILURE,
    /** It has found another copy under the name that it would give its own. */
    NAME_IN_USE
  }

  /** What the receiver says. */
  enum Word {
    BANNER(WireMessage.BANNER, 0),
    READY(WireMessage.READY, 0),
    REPORT(WireMessage.REPORT, 0),
    REPORT_FAILURE(WireMessage.REPORT, 1),
    GRANT(WireMessage.RESUME_GRANT, 0);

    final WireMessage message;
    final int status;

    Word(WireMessage message, int status) {
      this.message = message;
      this.status = status;
    }
  }

  private static final Sender[] SENDERS = Sender.values();
  private static final Receiver[] RECEIVERS = Receiver.values();
  private static final Stream[] STREAMS = Stream.values();
  private static final Relay[] RELAYS = Relay.values();
  private static final Exit[] EXITS = Exit.values();
  private static final Word[] WORDS = Word.values();

  Stream stream = Stream.NONE;
  boolean pagesOnTheirWay;
  boolean pagesStale;
  boolean goOnItsWay;
  List<Word> wordsOnTheirWay = new ArrayList<>();

  Sender sender = Sender.NONE;
  int sentDomid;
  boolean senderWroteGo;
  List<Word> senderHears = new ArrayList<>();
  boolean senderInputEnded;
  boolean senderOutputBroken;
  Exit senderExit = Exit.NOTHING_NEW;
  Relay sourceRelay = Relay.NONE;

  Receiver receiver = Receiver.NONE;
  int receivedDomid;
  List<Word> receiverSaid = new ArrayList<>();
  boolean receiverHearsGo;
  boolean receiverInputEnded;
  boolean receiverOutputBroken;
  Exit receiverExit = Exit.NOTHING_NEW;
  Relay targetRelay = Relay.NONE;

  void pass(Tape tape) {
    sentDomid = tape.small(sentDomid);
    stream = tape.word(stream, STREAMS);
    sender = tape.word(sender, SENDERS);
    receiver = tape.word(receiver, RECEIVERS);
    sourceRelay = tape.word(sourceRelay, RELAYS);
    targetRelay = tape.word(targetRelay, RELAYS);
    if (sender == Sender.NONE
        && receiver == Receiver.NONE
        && tape.flag(stream == Stream.NONE && wordsOnTheirWay.isEmpty())) {
      return;
    }
    receivedDomid = tape.small(receivedDomid);
    senderExit = tape.word(senderExit, EXITS);
    receiverExit = tape.word(receiverExit, EXITS);
    wordsOnTheirWay = tape.words(wordsOnTheirWay, WORDS);
    senderHears = tape.words(senderHears, WORDS);
    receiverSaid = tape.words(receiverSaid, WORDS);
    int flags =
        tape.small(
            bit(0, pagesOnTheirWay)
                | bit(1, pagesStale)
                | bit(2, goOnItsWay)
                | bit(3, senderWroteGo)
                | bit(4, senderInputEnded)
                | bit(5, senderOutputBroken)
                | bit(6, receiverHearsGo)
                | bit(7, receiverInputEnded));
    pagesOnTheirWay = (flags & 1) != 0;
    pagesStale = (flags & 2) != 0;
    goOnItsWay = (flags & 4) != 0;
    senderWroteGo = (flags & 8) != 0;
    senderInputEnded = (flags & 16) != 0;
    senderOutputBroken = (flags & 32) != 0;
    receiverHearsGo = (flags & 64) != 0;
    receiverInputEnded = (flags & 128) != 0;
    receiverOutputBroken = tape.flag(receiverOutputBroken);
  }

  private static int bit(int place, boolean value) {
    return value ? 1 << place : 0;
  }

  boolean senderLives() {
    return sender != Sender.NONE && sender != Sender.GONE;
  }

  boolean receiverLives() {
    return receiver != Receiver.NONE && receiver != Receiver.GONE;
  }
}
