// SPDX-License-Identifier: Apache-2.0
/** The migration protocol as pure state machines of manager, source and target. */
package org.transhume.migration.internal;
