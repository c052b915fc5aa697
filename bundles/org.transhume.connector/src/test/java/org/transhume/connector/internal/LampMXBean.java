// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.util.List;
import org.transhume.api.mx.Audited;
import org.transhume.api.mx.NamesCaller;
import org.transhume.api.mx.RequiresRole;
import org.transhume.api.mx.RequiresRoleToWrite;
import org.transhume.api.mx.Role;

/** An MBean with every kind of rule. */
@RequiresRole(Role.VIEWER)
public interface LampMXBean {

  record Bulb(String name, long watts) {}

  int getBrightness();

  @RequiresRoleToWrite(Role.OPERATOR)
  void setBrightness(int brightness);

  String getColour();

  void setColour(String colour);

  @RequiresRole(Role.MANAGER)
  String getSecret();

  @RequiresRole({Role.OPERATOR, Role.MANAGER})
  List<Bulb> replace(Bulb bulb);

  @RequiresRole(Role.OPERATOR)
  @Audited
  void flash(int times);

  /** Open to nobody, being unmarked; so is the other of its name. */
  void flash();

  void burn();

  @RequiresRole(Role.VIEWER)
  String look();

  @RequiresRole(Role.VIEWER)
  @NamesCaller
  String sign(String text, String by);
}
