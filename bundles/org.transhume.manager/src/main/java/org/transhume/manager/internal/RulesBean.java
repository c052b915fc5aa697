// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.List;
import org.transhume.api.mx.RuleEntry;
import org.transhume.api.mx.RulesMXBean;
import org.transhume.api.mx.RulesReport;

/** The rules of a manager that leads, for people. */
final class RulesBean implements RulesMXBean {

  /** Whoever asks in the manager's own process. */
  private static final String SOMEBODY = "operator";

  private final Manager manager;
  private final Desk desk;

  RulesBean(Manager manager, Desk desk) {
    this.manager = manager;
    this.desk = desk;
  }

  @Override
  public long getRevision() {
    return desk.ask(() -> manager.rules().revision());
  }

  @Override
  public List<RuleEntry> getRules() {
    return desk.ask(() -> manager.ruleOffice().entries());
  }

  @Override
  public List<String> getConflicts() {
    return desk.ask(() -> manager.ruleOffice().report().conflicts());
  }

  @Override
  public List<String> getViolations() {
    return desk.ask(() -> manager.ruleOffice().report().violations());
  }

  @Override
  public List<String> getUnkept() {
    return desk.ask(manager::unkeptRules);
  }

  @Override
  public RulesReport set(String rule, String by) {
    return desk.await(() -> manager.ruleOffice().set(text(rule), name(by)));
  }

  @Override
  public RulesReport remove(String rule, String by) {
    return desk.await(() -> manager.ruleOffice().remove(text(rule), name(by)));
  }

  @Override
  public RulesReport importAll(String text, String by) {
    return desk.await(() -> manager.ruleOffice().importAll(text(text), name(by)));
  }

  @Override
  public RulesReport check(String text) {
    return desk.ask(() -> manager.ruleOffice().check(text(text)));
  }

  private static String name(String by) {
    return text(by).isBlank() ? SOMEBODY : by;
  }

  /** Whoever gives nothing gives an empty text. */
  private static String text(String given) {
    return given == null ? "" : given;
  }
}
