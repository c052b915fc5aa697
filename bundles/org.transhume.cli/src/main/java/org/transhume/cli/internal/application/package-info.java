// SPDX-License-Identifier: Apache-2.0
/** Deploys applications, and shows what becomes of them. */
package org.transhume.cli.internal.application;
