/**
 * The two interfaces of a run: {@link dev.nightwarden.pipeline.Stage}, which processes dates, and
 * {@link dev.nightwarden.pipeline.Detector}, which writes anomalies. In: nothing. Out: interfaces
 * that the packages of the stages and detectors implement, that the runner calls, and that the
 * application assembles.
 */
package dev.nightwarden.pipeline;
