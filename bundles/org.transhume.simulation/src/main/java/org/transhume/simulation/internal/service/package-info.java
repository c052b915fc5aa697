// SPDX-License-Identifier: Apache-2.0
/**
 * A service of many replicas that users come back to within sessions: what they ask for through a
 * day, how long they wait, and what they lose when replicas stop or move.
 */
package org.transhume.simulation.internal.service;
