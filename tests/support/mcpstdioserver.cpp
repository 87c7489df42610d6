// A small MCP server on standard input and output, with the faults that its arguments name. For tests only.
#include "mcpscript.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <unistd.h>
#include <utility>

namespace {

struct Faults {
    std::string crashOn; ///< a method: half its answer is written, then the process ends
    std::string diesOf;  ///< a method that ends the process without a word
    int flood = 0;       ///< notifications after each tools/call
    bool garbage = false;
    bool hugeLine = false;
    bool twice = false;       ///< says each answer twice
    bool invalidUtf8 = false; ///< says something that is no text before each answer
    bool deep = false;        ///< says something that is nested too deep before each answer
    bool deaf = false;   ///< ignores the end of its input and SIGTERM
    bool hang = false;   ///< never answers
    std::string lingers; ///< a file that it writes some time after the end of its input
    bool mark = false;   ///< begins each answer with a byte order mark
    bool late = false;   ///< answers a cancelled request when the next call comes
    bool child = false;  ///< starts a process of its own; its id goes to stderr
};

void say(const QByteArray &line)
{
    std::fwrite(line.constData(), 1, static_cast<size_t>(line.size()), stdout);
    std::fputc('\n', stdout);
    std::fflush(stdout);
}

[[noreturn]] void sleepForever()
{
    for (;;)
        ::pause();
}

void startChild()
{
    if (const pid_t child = ::fork(); child == 0)
        sleepForever();
    else
        std::cerr << "child " << child << std::endl;
}

void printVariable(const std::string &name)
{
    const char *value = std::getenv(name.c_str());
    std::cerr << name << '=' << (value ? value : "(unset)") << std::endl;
}

QString fileText(const std::string &path)
{
    std::ifstream file(path);
    return QString::fromStdString(std::string(std::istreambuf_iterator<char>(file), {}));
}

Faults faultsOf(int argc, char **argv, qd::test::McpScript &script)
{
    Faults faults;
    for (int i = 1; i < argc; ++i) {
        const std::string name = argv[i];
        const auto value = [&] { return std::string(i + 1 < argc ? argv[++i] : ""); };
        if (name == "--crash-on")
            faults.crashOn = value();
        else if (name == "--flood")
            faults.flood = std::stoi(value());
        else if (name == "--revision")
            script.revision = QString::fromStdString(value());
        else if (name == "--stderr")
            std::cerr << value() << std::endl;
        else if (name == "--print-env")
            printVariable(value());
        else if (name == "--exit")
            std::exit(std::stoi(value()));
        else if (name == "--garbage")
            faults.garbage = true;
        else if (name == "--huge-line")
            faults.hugeLine = true;
        else if (name == "--twice")
            faults.twice = true;
        else if (name == "--invalid-utf8")
            faults.invalidUtf8 = true;
        else if (name == "--deep")
            faults.deep = true;
        else if (name == "--many-tools")
            script.manyTools = std::stoi(value());
        else if (name == "--deaf")
            faults.deaf = true;
        else if (name == "--lingers")
            faults.lingers = value();
        else if (name == "--hang")
            faults.hang = true;
        else if (name == "--late")
            faults.late = true;
        else if (name == "--child")
            faults.child = true;
        else if (name == "--wrong-ids")
            script.wrongIds = true;
        else if (name == "--modern")
            script.isLegacy = !(script.isModern = true);
        else if (name == "--dual")
            script.isModern = true;
        else if (name == "--asks-for-ever")
            script.asksForEver = true;
        else if (name == "--ttl")
            script.ttlMs = std::stoi(value());
        else if (name == "--refuses")
            script.versionRefusals = std::stoi(value());
        else if (name == "--supports")
            script.supported = QByteArray::fromStdString(value());
        else if (name == "--discovers")
            script.discovered = QByteArray::fromStdString(value());
        else if (name == "--refuses-method")
            script.refusedMethod = value();
        else if (name == "--asks-twice")
            script.asksTwice = true;
        else if (name == "--deaf-to-tasks")
            script.deafToTasks = true;
        else if (name == "--job-asks")
            script.jobAsks = true;
        else if (name == "--job-never-ends")
            script.jobNeverEnds = true;
        else if (name == "--keeps-results")
            script.keepsResults = true;
        else if (name == "--mark")
            faults.mark = true;
        else if (name == "--dies-of")
            faults.diesOf = value();
        else if (name == "--endless-pages")
            script.endlessPages = true;
        else if (name == "--words-from") // a folder: unlike a file it is no part of what the server is
            script.echoDescription = fileText(value() + "/echo.txt");
    }
    return faults;
}

void writeHugeLine()
{
    const QByteArray part(1024 * 1024, 'x');
    for (int i = 0; i < 32; ++i)
        std::fwrite(part.constData(), 1, static_cast<size_t>(part.size()), stdout);
    std::fflush(stdout);
}

/// The answer that is owed to a request, when the next call comes.
QByteArray lateAnswer(const QByteArray &message)
{
    static QByteArray owed;
    if (const qsizetype at = message.indexOf("\"requestId\":"); message.contains("notifications/cancelled") && at >= 0)
        owed = message.mid(at + 12, message.indexOf(',', at) - at - 12);
    if (owed.isEmpty() || !message.contains("\"tools/call\""))
        return {};
    return R"({"jsonrpc":"2.0","id":)" + std::exchange(owed, {}) + R"(,"result":{"content":[]}})";
}

void serve(const Faults &faults, qd::test::McpScript &script)
{
    std::string line;
    while (std::getline(std::cin, line)) {
        const QByteArray message = QByteArray::fromStdString(line);
        if (!faults.diesOf.empty() && message.contains(QByteArray::fromStdString('"' + faults.diesOf + '"')))
            std::exit(3);
        if (faults.hang)
            continue;
        if (faults.garbage)
            say("<html><body>\x1b[31mnot a message</body></html>");
        if (const QByteArray late = faults.late ? lateAnswer(message) : QByteArray(); !late.isEmpty())
            say(late);
        const QByteArrayList answers = script.answer(message);
        if (!faults.crashOn.empty() && message.contains(QByteArray::fromStdString('"' + faults.crashOn + '"'))) {
            std::fwrite(answers.last().constData(), 1, 10, stdout);
            std::fflush(stdout);
            std::abort();
        }
        if (message.contains("\"tools/call\""))
            for (int i = 0; i < faults.flood; ++i)
                say(QByteArray(R"({"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":)") + QByteArray::number(i) + "}}");
        if (faults.hugeLine && message.contains("\"tools/call\""))
            writeHugeLine();
        if (faults.invalidUtf8)
            say("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"data\":\"\xff\xfe\"}}");
        if (faults.deep)
            say(QByteArray(1000, '[') + QByteArray(1000, ']'));
        for (const QByteArray &answer : answers)
            for (int times = faults.twice ? 2 : 1; times > 0; --times)
                say((faults.mark ? QByteArray("\xEF\xBB\xBF") : QByteArray()) + answer);
    }
}

} // namespace

int main(int argc, char **argv)
{
    qd::test::McpScript script;
    const Faults faults = faultsOf(argc, argv, script);
    if (faults.child)
        startChild();
    if (faults.deaf)
        std::signal(SIGTERM, SIG_IGN);
    serve(faults, script);
    if (faults.deaf)
        sleepForever();
    if (!faults.lingers.empty()) {
        ::usleep(500'000);
        std::ofstream(faults.lingers) << "ended in peace" << std::endl;
    }
    return 0;
}
