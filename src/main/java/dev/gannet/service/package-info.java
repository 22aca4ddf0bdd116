/**
 * What the server answers itself on subjects of accounts: requests come from {@code routing}, the facts from those who
 * own them, and JSON is made on a thread of its own.
 */
@NullMarked
package dev.gannet.service;

import org.jspecify.annotations.NullMarked;
