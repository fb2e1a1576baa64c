#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace tachyon {

// What a runtime can do or how it does it. Walkers ask for these and never for a version.
enum class Feature : std::uint32_t {
  kFrameThroughC = 1u << 0,  // the current frame hangs on a struct on the C stack
  kPreviousInstruction =
      1u << 1,           // a frame stores the code unit before its next instruction, not the instruction
  kEntryFlag = 1u << 2,  // a frame called from C has a flag; otherwise an interpreter-owned frame precedes it
  kStackPointer = 1u << 3,       // a frame stores its stack pointer, not an index
  kCodeGeneration = 1u << 4,     // the interpreter counts code objects that went away
  kMainThreadField = 1u << 5,    // the interpreter names its main thread
  kGilStatusBit = 1u << 6,       // a thread's status bits tell whether it holds the GIL
  kGilField = 1u << 7,           // a thread has an int that is 1 while it holds the GIL
  kGilThreadGlobal = 1u << 8,    // the runtime names the thread that holds the GIL
  kGcFrame = 1u << 9,            // the interpreter names the frame that started a garbage collection
  kHeapFrames = 1u << 10,        // frames are objects, each in memory of its own; every call passes through C
  kCodeInBytes = 1u << 11,       // a code object's instructions lie in a bytes object
  kPosixThreadId = 1u << 12,     // a thread is named by its pthread_t, not by the system's id
  kRuntimeCollector = 1u << 13,  // garbage is collected for all interpreters together
  kGilRequestField = 1u << 14,   // a thread has an int that tells whether it waits for the GIL
  kCallableFirst = 1u << 16,     // a call's callable is the lowest of its operands, whether a method or not
  kKeywordsAlways = 1u << 17,    // CALL_FUNCTION_EX has an operand for keywords also when there are none
  kGilInRuntime = 1u << 15,  // the GIL is part of the runtime's state; otherwise interpreters point to theirs
  kParallelThreads = 1u << 18,      // no GIL: a thread that "holds" it runs Python, as others may at once
  kThreadLocalBytecode = 1u << 19,  // threads but the first execute bytecode copies of their own
};

class Features {
 public:
  constexpr Features() = default;
  template <class... F>
  constexpr explicit Features(F... features) : bits_((static_cast<std::uint32_t>(features) | ... | 0u)) {}
  template <class... F>
  constexpr Features with(F... features) const {
    Features all(features...);
    all.bits_ |= bits_;
    return all;
  }
  constexpr bool has(Feature feature) const { return (bits_ & static_cast<std::uint32_t>(feature)) != 0; }

 private:
  std::uint32_t bits_ = 0;
};

// How a code object writes down where its instructions come from.
enum class LineTableFormat : std::uint8_t {
  kLocations,   // lines and columns (3.11 and newer)
  kLineRanges,  // lines, or none (PEP 626)
  kLineDeltas,  // lines
};

// Who owns a frame, as the runtime numbers it; everything from kInterpreterOwner up holds no Python code.
inline constexpr std::uint8_t kThreadOwner = 0;
inline constexpr std::uint8_t kGeneratorOwner = 1;
inline constexpr std::uint8_t kInterpreterOwner = 3;

// Where everything that the sampler reads lies: byte offsets into the runtime's structs, as one version has
// them.
struct RuntimeLayout {
  Features features;
  struct Runtime {
    std::size_t finalizing, interpretersHead;
    std::size_t interpretersMain = 0;  // only where the runtime brings no layout along
    std::size_t gilThread = 0;         // kGilThreadGlobal
    std::size_t mainThread = 0;        // kPosixThreadId: that of the thread that runs signal handlers
    std::size_t gcCollecting = 0;      // kRuntimeCollector
    std::size_t gil = 0;               // kGilInRuntime
  } runtime;
  struct Interpreter {
    std::size_t id, next, threadsHead;
    std::size_t modules = 0;             // sys.modules
    std::size_t gcCollecting = 0;        // not with kRuntimeCollector
    std::size_t threadsMain = 0;         // kMainThreadField
    std::size_t codeGeneration = 0;      // kCodeGeneration
    std::size_t gcFrame = 0;             // kGcFrame
    std::size_t gil = 0;                 // pointer to it, unless kGilInRuntime
    std::size_t bytecodeGeneration = 0;  // kThreadLocalBytecode
  } interpreter;
  struct Thread {
    std::size_t size, next, interpreter;
    std::size_t nativeId;                              // kPosixThreadId: the pthread_t
    std::size_t dataStackChunk = 0, dataStackTop = 0;  // not with kHeapFrames
    std::size_t currentFrame;                          // kFrameThroughC: the C struct that holds it
    std::size_t status = 0;                            // kGilStatusBit
    std::uint32_t gilBit = 0;                          // kGilStatusBit
    std::size_t holdsGil = 0;                          // kGilField
    std::size_t wantsGil = 0;                          // kGilRequestField
    std::size_t raised = 0;       // the exception on its way up; of older versions its type
    std::size_t handled = 0;      // pointer to the innermost item of the exceptions being handled
    std::size_t lastHandled = 0;  // the item that ends that chain, part of the thread state
  } thread;
  struct CFrame {
    std::size_t currentFrame = 0, previous = 0;
  } cFrame{};  // kFrameThroughC
  struct Frame {
    std::size_t size, executable, previous;
    std::size_t function = 0;                 // not with kHeapFrames
    std::size_t bytecodeIndex = 0;            // kThreadLocalBytecode
    std::size_t instruction;                  // kHeapFrames: an int, -1 before the first one
    std::size_t stackPointer = 0, owner = 0;  // not with kHeapFrames
    std::size_t locals;
    std::size_t entry = 0;       // kEntryFlag
    std::uint8_t lastOwner = 0;  // the highest number of an owner
    // kHeapFrames: the generator that a frame is of; a byte and the value that it has while the frame runs;
    // how many bytes of instructions each count of `instruction` stands for.
    std::size_t generator = 0, state = 0;
    std::size_t valueStack = 0;  // kHeapFrames: pointer to its beginning
    std::uint8_t runs = 0, instructionBytes = 0;
  } frame;
  struct Code {
    std::size_t units;  // kCodeInBytes: the bytes object
    std::size_t firstLine, fileName;
    std::size_t qualifiedName;  // or the plain one, where the code object has no other
    std::size_t lineTable;
    std::size_t bytecode = 0;                // not with kCodeInBytes
    std::size_t locals = 0, stackWords = 0;  // how much a frame holds, where there is no
    std::size_t frameWords = 0;              // size of a frame in words
    std::size_t bytecodeCopies = 0;          // kThreadLocalBytecode: an array of them
    LineTableFormat lineTableFormat = LineTableFormat::kLocations;
    std::size_t localsPlus = 0;      // how many words of locals a frame has; not with kHeapFrames
    std::size_t exceptionTable = 0;  // 0: there is none
    std::size_t callStamp = 0;  // by which specialised call sites know a function's code; 0: not in the code
  } code;
  struct Object {
    std::size_t type, typeName;
    std::size_t size = 16;  // of what every object begins with
  } object;
  struct Text {
    std::size_t length, state, asciiData, compactData;
    std::uint32_t kindBit = 2;  // the first bit of the state that tells how characters are stored
  } text;
  struct Bytes {
    std::size_t length, data;
  } bytes;
  struct Function {
    std::size_t code = 0;
  } function{};
  struct Generator {
    std::size_t frame = 0;  // not with kHeapFrames
    std::size_t state = 0;  // where the runtime says
  } generator{};
  // An item of the exceptions being handled; generators and coroutines have one each.
  struct Handled {
    std::size_t value = 0, previous = 8;
  } handled = {};
  std::size_t gilBytes = 208;         // size of the GIL with its lock and conditions
  std::uint64_t pointerMask = ~0ull;  // what remains of a stack reference is the object's address
};

// One instruction of one version.
struct Opcode {
  const char* name = nullptr;  // null: no such instruction
  std::uint8_t base = 0;       // the number of the instruction that it was specialised from, or its own
  std::uint8_t caches = 0;     // code units of inline cache after it
};
using OpcodeTable = std::array<Opcode, 256>;

// Where an instruction may go on instead of at the next one.
enum class Jump : std::uint8_t { kNone, kForward, kBackward, kAbsolute };

// What one instruction does to the depth of the value stack: constant + perArgument * argument + perBit *
// (how many of `bits` are set in the argument).
struct StackEffect {
  bool isKnown = false;
  std::int8_t constant = 0, perArgument = 0;
  std::uint8_t bits = 0;
  std::int8_t perBit = 0;
  std::int8_t jumping = 0;  // instead of the constant, when it jumps
  Jump jump = Jump::kNone;
  bool ends = false;    // the next instruction never follows
  bool isPair = false;  // the argument is two bytes that add up
};

// Of versions whose frames do not keep their stack pointer while they run.
struct StackEffects {
  std::array<StackEffect, 256> byNumber{};
  std::uint32_t jumpsPerUnit = 1;  // how much of a jump's argument a code unit is

  constexpr const StackEffect& operator[](std::size_t number) const { return byNumber[number]; }
};

}  // namespace tachyon
