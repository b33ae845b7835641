#include "go_asm.h"
#include "textflag.h"

// The kernels multiply rows of activations (bytes, 128 stands for 0) with a
// panel of weights. Sums of whole numbers come first: they begin with what the
// offset of the activations is to take away (VNNI), or the offset is taken
// from the activations (AVX2). Then each sum is multiplied by the scale of its
// output, by that of its row, and added to the base, rounded each time.

// ROWS finds the rows of activations: SI, R9, R10, R11.
#define ROWS \
	MOVQ t+0(FP), AX         \
	MOVQ task_quads(AX), CX  \
	MOVQ task_q(AX), SI      \
	MOVQ task_ldq(AX), R8    \
	MOVQ task_w(AX), DI      \
	MOVQ task_offset(AX), DX \
	LEAQ (SI)(R8*1), R9      \
	LEAQ (SI)(R8*2), R10     \
	LEAQ (R9)(R8*2), R11     \
	XORQ BX, BX

// RESULTS finds the scales of the outputs (DX) and of the rows (R8), the base
// (SI, rows R9 apart) and the destination (DI, rows R10 apart).
#define RESULTS \
	MOVQ task_scale(AX), DX \
	MOVQ task_rows(AX), R8  \
	MOVQ task_base(AX), SI  \
	MOVQ task_ldb(AX), R9   \
	MOVQ task_dst(AX), DI   \
	MOVQ task_ldd(AX), R10

#define WEIGHTS64 \
	VMOVDQU32 (DI), Z16    \
	VMOVDQU32 64(DI), Z17  \
	VMOVDQU32 128(DI), Z18 \
	VMOVDQU32 192(DI), Z19

#define DOT64(row, A, B, C, D) \
	VPBROADCASTD (row)(BX*4), Z20 \
	VPDPBUSD     Z16, Z20, A      \
	VPDPBUSD     Z17, Z20, B      \
	VPDPBUSD     Z18, Z20, C      \
	VPDPBUSD     Z19, Z20, D

#define START64 \
	VMOVDQU32 (DX), Z0    \
	VMOVDQU32 64(DX), Z1  \
	VMOVDQU32 128(DX), Z2 \
	VMOVDQU32 192(DX), Z3

#define COPY64(A, B, C, D) \
	VMOVDQA32 Z0, A \
	VMOVDQA32 Z1, B \
	VMOVDQA32 Z2, C \
	VMOVDQA32 Z3, D

#define SCALES64 \
	VMOVUPS (DX), Z16    \
	VMOVUPS 64(DX), Z17  \
	VMOVUPS 128(DX), Z18 \
	VMOVUPS 192(DX), Z19

#define PUT16(A, scale, at) \
	VCVTDQ2PS A, A         \
	VMULPS    scale, A, A  \
	VMULPS    Z20, A, A    \
	VADDPS    at(SI), A, A \
	VMOVUPS   A, at(DI)

#define PUT64(A, B, C, D) \
	VBROADCASTSS (R8), Z20 \
	PUT16(A, Z16, 0)       \
	PUT16(B, Z17, 64)      \
	PUT16(C, Z18, 128)     \
	PUT16(D, Z19, 192)

#define NEXT \
	ADDQ $4, R8  \
	ADDQ R9, SI  \
	ADDQ R10, DI

// func vnni4x64(t *task)
TEXT ·vnni4x64(SB), NOSPLIT, $0-8
	ROWS
	START64
	COPY64(Z4, Z5, Z6, Z7)
	COPY64(Z8, Z9, Z10, Z11)
	COPY64(Z12, Z13, Z14, Z15)

loop:
	WEIGHTS64
	DOT64(SI, Z0, Z1, Z2, Z3)
	DOT64(R9, Z4, Z5, Z6, Z7)
	DOT64(R10, Z8, Z9, Z10, Z11)
	DOT64(R11, Z12, Z13, Z14, Z15)
	ADDQ $256, DI
	INCQ BX
	CMPQ BX, CX
	JLT  loop

	RESULTS
	SCALES64
	PUT64(Z0, Z1, Z2, Z3)
	NEXT
	PUT64(Z4, Z5, Z6, Z7)
	NEXT
	PUT64(Z8, Z9, Z10, Z11)
	NEXT
	PUT64(Z12, Z13, Z14, Z15)
	VZEROUPPER
	RET

// func vnni3x64(t *task)
TEXT ·vnni3x64(SB), NOSPLIT, $0-8
	ROWS
	START64
	COPY64(Z4, Z5, Z6, Z7)
	COPY64(Z8, Z9, Z10, Z11)

loop:
	WEIGHTS64
	DOT64(SI, Z0, Z1, Z2, Z3)
	DOT64(R9, Z4, Z5, Z6, Z7)
	DOT64(R10, Z8, Z9, Z10, Z11)
	ADDQ $256, DI
	INCQ BX
	CMPQ BX, CX
	JLT  loop

	RESULTS
	SCALES64
	PUT64(Z0, Z1, Z2, Z3)
	NEXT
	PUT64(Z4, Z5, Z6, Z7)
	NEXT
	PUT64(Z8, Z9, Z10, Z11)
	VZEROUPPER
	RET

// func vnni2x64(t *task)
TEXT ·vnni2x64(SB), NOSPLIT, $0-8
	ROWS
	START64
	COPY64(Z4, Z5, Z6, Z7)

loop:
	WEIGHTS64
	DOT64(SI, Z0, Z1, Z2, Z3)
	DOT64(R9, Z4, Z5, Z6, Z7)
	ADDQ $256, DI
	INCQ BX
	CMPQ BX, CX
	JLT  loop

	RESULTS
	SCALES64
	PUT64(Z0, Z1, Z2, Z3)
	NEXT
	PUT64(Z4, Z5, Z6, Z7)
	VZEROUPPER
	RET

// func vnni1x64(t *task)
TEXT ·vnni1x64(SB), NOSPLIT, $0-8
	ROWS
	START64

loop:
	WEIGHTS64
	DOT64(SI, Z0, Z1, Z2, Z3)
	ADDQ $256, DI
	INCQ BX
	CMPQ BX, CX
	JLT  loop

	RESULTS
	SCALES64
	PUT64(Z0, Z1, Z2, Z3)
	VZEROUPPER
	RET

#define DOT16(row, A) \
	VPBROADCASTD (row)(BX*4), Z20 \
	VPDPBUSD     Z16, Z20, A

#define PUTROW16(A) \
	VBROADCASTSS (R8), Z20 \
	PUT16(A, Z16, 0)

// func vnni4x16(t *task)
TEXT ·vnni4x16(SB), NOSPLIT, $0-8
	ROWS
	VMOVDQU32 (DX), Z0
	VMOVDQA32 Z0, Z1
	VMOVDQA32 Z0, Z2
	VMOVDQA32 Z0, Z3

loop:
	VMOVDQU32 (DI), Z16
	DOT16(SI, Z0)
	DOT16(R9, Z1)
	DOT16(R10, Z2)
	DOT16(R11, Z3)
	ADDQ $64, DI
	INCQ BX
	CMPQ BX, CX
	JLT  loop

	RESULTS
	VMOVUPS (DX), Z16
	PUTROW16(Z0)
	NEXT
	PUTROW16(Z1)
	NEXT
	PUTROW16(Z2)
	NEXT
	PUTROW16(Z3)
	VZEROUPPER
	RET

// func vnni1x16(t *task)
TEXT ·vnni1x16(SB), NOSPLIT, $0-8
	ROWS
	VMOVDQU32 (DX), Z0

loop:
	VMOVDQU32 (DI), Z16
	DOT16(SI, Z0)
	ADDQ $64, DI
	INCQ BX
	CMPQ BX, CX
	JLT  loop

	RESULTS
	VMOVUPS (DX), Z16
	PUTROW16(Z0)
	VZEROUPPER
	RET

DATA int8s<>+0(SB)/4, $0x80808080
DATA int8s<>+4(SB)/4, $0x00010001
DATA int8s<>+8(SB)/4, $0x7fffffff
DATA int8s<>+12(SB)/4, $127.0
DATA int8s<>+16(SB)/4, $-127.0
DATA int8s<>+20(SB)/4, $128
GLOBL int8s<>(SB), RODATA|NOPTR, $24

// With AVX2, weights times the sign of the activation meet its magnitude: two
// products of at most 128·127 fit 16 bits.

#define CONSTANTS \
	VPBROADCASTD int8s<>+0(SB), Y14 \
	VPBROADCASTD int8s<>+4(SB), Y15 \
	MOVQ         task_step(AX), R12

#define ACTIVATIONS(row, sign, size) \
	VPBROADCASTD (row)(BX*4), sign \
	VPXOR        Y14, sign, sign   \
	VPABSB       sign, size

#define DOT8(sign, size, A) \
	VPSIGNB    sign, Y12, Y13 \
	VPMADDUBSW Y13, size, Y13 \
	VPMADDWD   Y15, Y13, Y13  \
	VPADDD     Y13, A, A

#define ZERO(A) VPXOR A, A, A

#define PUT8(A, at) \
	VCVTDQ2PS A, A          \
	VMULPS    at(DX), A, A  \
	VMULPS    Y12, A, A     \
	VADDPS    at(SI), A, A  \
	VMOVUPS   A, at(DI)

#define PUT32(A, B, C, D) \
	VBROADCASTSS (R8), Y12 \
	PUT8(A, 0)             \
	PUT8(B, 32)            \
	PUT8(C, 64)            \
	PUT8(D, 96)

// func avx2x2x32(t *task)
TEXT ·avx2x2x32(SB), NOSPLIT, $0-8
	ROWS
	CONSTANTS
	ZERO(Y0)
	ZERO(Y1)
	ZERO(Y2)
	ZERO(Y3)
	ZERO(Y4)
	ZERO(Y5)
	ZERO(Y6)
	ZERO(Y7)

loop:
	ACTIVATIONS(SI, Y8, Y9)
	ACTIVATIONS(R9, Y10, Y11)
	VMOVDQU (DI), Y12
	DOT8(Y8, Y9, Y0)
	DOT8(Y10, Y11, Y4)
	VMOVDQU 32(DI), Y12
	DOT8(Y8, Y9, Y1)
	DOT8(Y10, Y11, Y5)
	VMOVDQU 64(DI), Y12
	DOT8(Y8, Y9, Y2)
	DOT8(Y10, Y11, Y6)
	VMOVDQU 96(DI), Y12
	DOT8(Y8, Y9, Y3)
	DOT8(Y10, Y11, Y7)
	ADDQ R12, DI
	INCQ BX
	CMPQ BX, CX
	JLT  loop

	RESULTS
	PUT32(Y0, Y1, Y2, Y3)
	NEXT
	PUT32(Y4, Y5, Y6, Y7)
	VZEROUPPER
	RET

// func avx2x1x32(t *task)
TEXT ·avx2x1x32(SB), NOSPLIT, $0-8
	ROWS
	CONSTANTS
	ZERO(Y0)
	ZERO(Y1)
	ZERO(Y2)
	ZERO(Y3)

loop:
	ACTIVATIONS(SI, Y8, Y9)
	VMOVDQU (DI), Y12
	DOT8(Y8, Y9, Y0)
	VMOVDQU 32(DI), Y12
	DOT8(Y8, Y9, Y1)
	VMOVDQU 64(DI), Y12
	DOT8(Y8, Y9, Y2)
	VMOVDQU 96(DI), Y12
	DOT8(Y8, Y9, Y3)
	ADDQ R12, DI
	INCQ BX
	CMPQ BX, CX
	JLT  loop

	RESULTS
	PUT32(Y0, Y1, Y2, Y3)
	VZEROUPPER
	RET

#define PUTROW8(A, B) \
	VBROADCASTSS (R8), Y12 \
	PUT8(A, 0)             \
	PUT8(B, 32)

// func avx2x2x16(t *task)
TEXT ·avx2x2x16(SB), NOSPLIT, $0-8
	ROWS
	CONSTANTS
	ZERO(Y0)
	ZERO(Y1)
	ZERO(Y2)
	ZERO(Y3)

loop:
	ACTIVATIONS(SI, Y8, Y9)
	ACTIVATIONS(R9, Y10, Y11)
	VMOVDQU (DI), Y12
	DOT8(Y8, Y9, Y0)
	DOT8(Y10, Y11, Y2)
	VMOVDQU 32(DI), Y12
	DOT8(Y8, Y9, Y1)
	DOT8(Y10, Y11, Y3)
	ADDQ R12, DI
	INCQ BX
	CMPQ BX, CX
	JLT  loop

	RESULTS
	PUTROW8(Y0, Y1)
	NEXT
	PUTROW8(Y2, Y3)
	VZEROUPPER
	RET

// func avx2x1x16(t *task)
TEXT ·avx2x1x16(SB), NOSPLIT, $0-8
	ROWS
	CONSTANTS
	ZERO(Y0)
	ZERO(Y1)

loop:
	ACTIVATIONS(SI, Y8, Y9)
	VMOVDQU (DI), Y12
	DOT8(Y8, Y9, Y0)
	VMOVDQU 32(DI), Y12
	DOT8(Y8, Y9, Y1)
	ADDQ R12, DI
	INCQ BX
	CMPQ BX, CX
	JLT  loop

	RESULTS
	PUTROW8(Y0, Y1)
	VZEROUPPER
	RET

// func most8(x *float32, n int) float32
TEXT ·most8(SB), NOSPLIT, $0-20
	MOVQ         x+0(FP), SI
	MOVQ         n+8(FP), CX
	VBROADCASTSS int8s<>+8(SB), Y1
	VXORPS       Y0, Y0, Y0

loop:
	VANDPS       (SI), Y1, Y2
	VMAXPS       Y2, Y0, Y0
	ADDQ         $32, SI
	DECQ         CX
	JNZ          loop
	VEXTRACTF128 $1, Y0, X1
	VMAXPS       X1, X0, X0
	VPERMILPS    $0x4e, X0, X1
	VMAXPS       X1, X0, X0
	VPERMILPS    $0xb1, X0, X1
	VMAXPS       X1, X0, X0
	VMOVSS       X0, ret+16(FP)
	VZEROUPPER
	RET

// func quantise8(q *uint8, x *float32, f float32, n int)
TEXT ·quantise8(SB), NOSPLIT, $0-32
	MOVQ         q+0(FP), DI
	MOVQ         x+8(FP), SI
	VBROADCASTSS f+16(FP), Y8
	MOVQ         n+24(FP), CX
	VBROADCASTSS int8s<>+12(SB), Y9
	VBROADCASTSS int8s<>+16(SB), Y10
	VPBROADCASTD int8s<>+0(SB), X11

loop:
	VMULPS       (SI), Y8, Y0
	VMINPS       Y9, Y0, Y0
	VMAXPS       Y10, Y0, Y0
	VCVTPS2DQ    Y0, Y0
	VEXTRACTI128 $1, Y0, X1
	VPACKSSDW    X1, X0, X0
	VPACKSSWB    X0, X0, X0
	VPXOR        X11, X0, X0
	VMOVQ        X0, (DI)
	ADDQ         $32, SI
	ADDQ         $8, DI
	DECQ         CX
	JNZ          loop
	VZEROUPPER
	RET

// ADD8 adds eight numbers of a row at SI, whose scale is Y8, to A.
#define ADD8(at, A) \
	VPMOVZXBD at(SI), Y10   \
	VPSUBD    Y9, Y10, Y10  \
	VCVTDQ2PS Y10, Y10      \
	VMULPS    Y8, Y10, Y10  \
	VADDPS    A, Y10, A

// func addRows32(x *float32, q *uint8, stride int, scale *float32, rows *int32, count, n int)
TEXT ·addRows32(SB), NOSPLIT, $0-56
	MOVQ         x+0(FP), DI
	MOVQ         q+8(FP), R8
	MOVQ         stride+16(FP), R9
	MOVQ         scale+24(FP), R10
	MOVQ         rows+32(FP), R11
	MOVQ         count+40(FP), R12
	MOVQ         n+48(FP), CX
	VPBROADCASTD int8s<>+20(SB), Y9

columns:
	VMOVUPS (DI), Y0
	VMOVUPS 32(DI), Y1
	VMOVUPS 64(DI), Y2
	VMOVUPS 96(DI), Y3
	XORQ    BX, BX

loop:
	MOVLQSX      (R11)(BX*4), AX
	VBROADCASTSS (R10)(AX*4), Y8
	IMULQ        R9, AX
	LEAQ         (R8)(AX*1), SI
	ADD8(0, Y0)
	ADD8(8, Y1)
	ADD8(16, Y2)
	ADD8(24, Y3)
	INCQ BX
	CMPQ BX, R12
	JLT  loop

	VMOVUPS Y0, (DI)
	VMOVUPS Y1, 32(DI)
	VMOVUPS Y2, 64(DI)
	VMOVUPS Y3, 96(DI)
	ADDQ    $128, DI
	ADDQ    $32, R8
	DECQ    CX
	JNZ     columns
	VZEROUPPER
	RET
