/**
 * The two doors of the night: {@link dev.nightwarden.pipeline.Stage}, a step over dates, and {@link
 * dev.nightwarden.pipeline.Detector}, whatever writes anomalies. In: nothing. Out: interfaces that
 * the packages of the stages and detectors implement, that the runner calls, and that the
 * application puts together.
 */
package dev.nightwarden.pipeline;
