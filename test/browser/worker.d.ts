/** The one thing the Worker's crypto has and a browser's, whose types rule here, has not. */
interface SubtleCrypto {
  timingSafeEqual(one: ArrayBufferView, other: ArrayBufferView): boolean;
}
