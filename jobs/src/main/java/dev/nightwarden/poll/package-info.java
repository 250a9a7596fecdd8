/**
 * Transports that poll services. In: the answers of a service, page by page. Out: records as JSON
 * lines in the landing folder, and beside them how far the poller came, which is written after
 * them: so what is lost with a process is fetched again, and what is fetched twice is known by its
 * id. No session is needed.
 */
package dev.nightwarden.poll;
