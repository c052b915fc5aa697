// SPDX-License-Identifier: Apache-2.0
/** The cluster as the manager knows it, and how far that knowledge can be trusted. */
package org.transhume.manager.internal.view;
