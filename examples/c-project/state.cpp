// Says what a database's header says, in C++.
//
//   c++ -std=c++17 -o state state.cpp $(pkg-config --cflags --libs esent)
#include <esent.h>

#include <array>
#include <iomanip>
#include <iostream>
#include <stdexcept>
#include <string>

namespace {

void check(JET_ERR error)
{
    if (error < JET_errSuccess) {
        std::array<char, 1024> why{};
        EsentGetLastErrorMessageA(why.data(), static_cast<uint32_t>(why.size()));
        throw std::runtime_error(why.data());
    }
}

const char *word(uint32_t state)
{
    switch (state) {
    case JET_dbstateJustCreated:
        return "just created";
    case JET_dbstateDirtyShutdown:
        return "dirty";
    case JET_dbstateCleanShutdown:
        return "clean";
    default:
        return "other";
    }
}

} // namespace

int main(int argc, char **argv)
{
    try {
        for (int i = 1; i < argc; ++i) {
            JET_DBINFOMISC2 info{};
            check(JetGetDatabaseFileInfoA(argv[i], &info, sizeof info, JET_DbInfoMisc));
            std::cout << argv[i] << ": " << word(info.dbstate) << ", pages of " << info.cbPageSize << " bytes";
            if (info.genMinRequired != 0) {
                std::cout << std::hex << ", needs logs 0x" << info.genMinRequired << " to 0x" << info.genMaxRequired
                          << std::dec;
            }
            std::cout << '\n';
        }
    } catch (const std::exception &e) {
        std::cerr << e.what() << '\n';
        return 1;
    }
}
