#include "textflag.h"

DATA step<>+0(SB)/4, $4.97
DATA step<>+4(SB)/4, $-4.97
DATA step<>+8(SB)/4, $135135.0
DATA step<>+12(SB)/4, $17325.0
DATA step<>+16(SB)/4, $378.0
DATA step<>+20(SB)/4, $62370.0
DATA step<>+24(SB)/4, $3150.0
DATA step<>+28(SB)/4, $28.0
DATA step<>+32(SB)/4, $0.5
DATA step<>+36(SB)/4, $127.0
DATA step<>+40(SB)/4, $0x80808080
GLOBL step<>(SB), RODATA|NOPTR, $44

// TANH puts the hyperbolic tangent of X into X, by the steps of the plain
// code; no product is fused with a sum, so that the bits are the same.
#define TANH(X, Q, N, D) \
	VMINPS Y8, X, X  \
	VMAXPS Y9, X, X  \
	VMULPS X, X, Q   \
	VADDPS Y12, Q, N \
	VMULPS Y15, Q, D \
	VMULPS Q, N, N   \
	VADDPS Y14, D, D \
	VADDPS Y11, N, N \
	VMULPS Q, D, D   \
	VMULPS Q, N, N   \
	VADDPS Y13, D, D \
	VADDPS Y10, N, N \
	VMULPS Q, D, D   \
	VMULPS X, N, N   \
	VADDPS Y10, D, D \
	VDIVPS D, N, X

// GATE does the same and then halves and adds a half.
#define GATE(A, B, C, E) \
	TANH(A, B, C, E) \
	VMULPS Y7, A, A  \
	VADDPS Y7, A, A

// func step8(gates, c *float32, out *uint8, n int)
TEXT ·step8(SB), NOSPLIT, $0-32
	MOVQ         gates+0(FP), DI
	MOVQ         c+8(FP), SI
	MOVQ         out+16(FP), R10
	MOVQ         n+24(FP), CX
	MOVQ         CX, R11
	SHLQ         $5, R11
	LEAQ         (DI)(R11*1), R12
	LEAQ         (R12)(R11*1), R13
	LEAQ         (R13)(R11*1), DX
	VBROADCASTSS step<>+0(SB), Y8
	VBROADCASTSS step<>+4(SB), Y9
	VBROADCASTSS step<>+8(SB), Y10
	VBROADCASTSS step<>+12(SB), Y11
	VBROADCASTSS step<>+16(SB), Y12
	VBROADCASTSS step<>+20(SB), Y13
	VBROADCASTSS step<>+24(SB), Y14
	VBROADCASTSS step<>+28(SB), Y15
	VBROADCASTSS step<>+32(SB), Y7

loop:
	VMOVUPS      (DI), Y0
	VMOVUPS      (DX), Y1
	GATE(Y0, Y4, Y5, Y6)
	TANH(Y1, Y4, Y5, Y6)
	VMULPS       Y1, Y0, Y0
	VMOVUPS      (R12), Y2
	GATE(Y2, Y4, Y5, Y6)
	VMULPS       (SI), Y2, Y2
	VADDPS       Y2, Y0, Y0
	VMOVUPS      Y0, (SI)
	VMOVUPS      (R13), Y3
	GATE(Y3, Y4, Y5, Y6)
	TANH(Y0, Y4, Y5, Y6)
	VMULPS       Y3, Y0, Y0
	VBROADCASTSS step<>+36(SB), Y4
	VPBROADCASTD step<>+40(SB), X5
	VMULPS       Y4, Y0, Y0
	VCVTPS2DQ    Y0, Y0
	VEXTRACTI128 $1, Y0, X1
	VPACKSSDW    X1, X0, X0
	VPACKSSWB    X0, X0, X0
	VPXOR        X5, X0, X0
	VMOVQ        X0, (R10)
	ADDQ         $32, DI
	ADDQ         $32, R12
	ADDQ         $32, R13
	ADDQ         $32, DX
	ADDQ         $32, SI
	ADDQ         $8, R10
	DECQ         CX
	JNZ          loop
	VZEROUPPER
	RET

// func leak8(x *float32, slope float32, n int)
TEXT ·leak8(SB), NOSPLIT, $0-24
	MOVQ         x+0(FP), DI
	VBROADCASTSS slope+8(FP), Y2
	MOVQ         n+16(FP), CX

loop:
	VMOVUPS (DI), Y0
	VMULPS  Y2, Y0, Y1
	VMAXPS  Y1, Y0, Y0
	VMOVUPS Y0, (DI)
	ADDQ    $32, DI
	DECQ    CX
	JNZ     loop
	VZEROUPPER
	RET

// func plus8(dst, a, b *float32, n int)
TEXT ·plus8(SB), NOSPLIT, $0-32
	MOVQ dst+0(FP), DI
	MOVQ a+8(FP), SI
	MOVQ b+16(FP), DX
	MOVQ n+24(FP), CX

loop:
	VMOVUPS (SI), Y0
	VADDPS  (DX), Y0, Y0
	VMOVUPS Y0, (DI)
	ADDQ    $32, SI
	ADDQ    $32, DX
	ADDQ    $32, DI
	DECQ    CX
	JNZ     loop
	VZEROUPPER
	RET

// func addRuns(x, table *float32, code *byte, n int, s float32)
TEXT ·addRuns(SB), NOSPLIT, $0-36
	MOVQ         x+0(FP), DI
	MOVQ         table+8(FP), SI
	MOVQ         code+16(FP), DX
	MOVQ         n+24(FP), CX
	VBROADCASTSS s+32(FP), X2

loop:
	MOVBLZX (DX), AX
	SHLQ    $4, AX
	VMULPS  (SI)(AX*1), X2, X0
	VADDPS  (DI), X0, X0
	VMOVUPS X0, (DI)
	ADDQ    $4096, SI
	ADDQ    $16, DI
	INCQ    DX
	DECQ    CX
	JNZ     loop
	RET

// func mostOf8(most, a, b, c *float32, n int)
TEXT ·mostOf8(SB), NOSPLIT, $0-40
	MOVQ most+0(FP), DI
	MOVQ a+8(FP), SI
	MOVQ b+16(FP), R8
	MOVQ c+24(FP), R9
	MOVQ n+32(FP), CX
	XORQ BX, BX

loopmost:
	VMOVUPS (R8)(BX*1), Y0
	VADDPS  (R9)(BX*1), Y0, Y0
	VADDPS  (SI)(BX*1), Y0, Y0
	VMAXPS  (DI)(BX*1), Y0, Y0
	VMOVUPS Y0, (DI)(BX*1)
	ADDQ    $32, BX
	DECQ    CX
	JNZ     loopmost
	VZEROUPPER
	RET
