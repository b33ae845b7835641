#include "textflag.h"

// RUN adds the four numbers that a code picks from a table, times X7, to A.
#define RUN(table, code, at, A) \
	MOVBLZX code(BX), AX         \
	SHLQ    $4, AX               \
	VMULPS  at(table)(AX*1), X7, X8 \
	VADDPS  X8, A, A

// func addLines(x, lengths, first, second *float32, lines *byte, rows *uint32, n int)
TEXT ·addLines(SB), NOSPLIT, $0-56
	MOVQ    x+0(FP), DI
	MOVQ    lengths+8(FP), R8
	MOVQ    first+16(FP), R9
	MOVQ    second+24(FP), R10
	MOVQ    lines+32(FP), R11
	MOVQ    rows+40(FP), SI
	MOVQ    n+48(FP), CX
	VMOVUPS (DI), X0
	VMOVUPS 16(DI), X1
	VMOVUPS 32(DI), X2
	VMOVUPS 48(DI), X3
	VMOVUPS 64(DI), X4
	VMOVUPS 80(DI), X5
	VMOVUPS 96(DI), X6

loop:
	MOVL         (SI), BX
	SHLQ         $4, BX
	ADDQ         R11, BX
	MOVBLZX      (BX), AX
	VBROADCASTSS (R8)(AX*4), X7
	RUN(R9, 1, 0, X0)
	RUN(R9, 2, 4096, X1)
	RUN(R9, 3, 8192, X2)
	RUN(R9, 4, 12288, X3)
	RUN(R9, 5, 16384, X4)
	RUN(R9, 6, 20480, X5)
	RUN(R9, 7, 24576, X6)
	CMPB         15(BX), $0
	JEQ          next
	RUN(R10, 8, 0, X0)
	RUN(R10, 9, 4096, X1)
	RUN(R10, 10, 8192, X2)
	RUN(R10, 11, 12288, X3)
	RUN(R10, 12, 16384, X4)
	RUN(R10, 13, 20480, X5)
	RUN(R10, 14, 24576, X6)

next:
	ADDQ $4, SI
	DECQ CX
	JNZ  loop

	VMOVUPS X0, (DI)
	VMOVUPS X1, 16(DI)
	VMOVUPS X2, 32(DI)
	VMOVUPS X3, 48(DI)
	VMOVUPS X4, 64(DI)
	VMOVUPS X5, 80(DI)
	VMOVUPS X6, 96(DI)
	RET
