// SPDX-License-Identifier: Apache-2.0
/** Shows one host, its domains and probes as MBeans and carries out its side of migrations. */
package org.transhume.agent.internal;
