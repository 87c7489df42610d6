#include "log.h"

#include "loglevel.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <memory>

namespace qd::log {

namespace {

std::atomic<Sink> g_sink{nullptr};

spdlog::level::level_enum toSpdlog(Level level)
{
    switch (level) {
    case Level::Debug: return spdlog::level::debug;
    case Level::Info: return spdlog::level::info;
    case Level::Warning: return spdlog::level::warn;
    case Level::Error: return spdlog::level::err;
    }
    return spdlog::level::err;
}

Level levelFromEnvironment()
{
    const QString text = qEnvironmentVariable("QD_LOG").toLower();
    if (text == QLatin1String("debug"))
        return Level::Debug;
    if (text == QLatin1String("info"))
        return Level::Info;
    return text == QLatin1String("error") ? Level::Error : Level::Warning;
}

/// Never destroyed: a thread of Qt's network may still warn of something while the program ends.
spdlog::logger &logger()
{
    static const auto *const shared = new std::shared_ptr<spdlog::logger>([] {
        auto made = spdlog::stderr_logger_mt("qd");
        made->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %L %v", spdlog::pattern_time_type::utc);
        made->set_level(toSpdlog(levelFromEnvironment()));
        return made;
    }());
    return **shared;
}

/// What Qt says about the machine, which the operator of the console neither caused nor needs: window calls that a
/// platform lacks, a runtime folder it had to choose, a locale it had to switch to UTF-8.
bool isPlatformNoise(const QString &text)
{
    return text.startsWith(QLatin1String("This plugin does not support"))
        || text.startsWith(QLatin1String("QStandardPaths: "))
        || text.startsWith(QLatin1String("Detected locale "));
}

void onQtMessage(QtMsgType type, const QMessageLogContext &, const QString &text)
{
    if (isPlatformNoise(text))
        return;
    const Level level = type == QtDebugMsg ? Level::Debug : type == QtInfoMsg ? Level::Info
                      : type == QtWarningMsg ? Level::Warning : Level::Error;
    write(qt, level, text);
}

} // namespace

void write(const char *name, Level level, const QString &text)
{
    logger().log(toSpdlog(level), "{} {}", name, text.toStdString());
    if (const Sink sink = g_sink.load())
        sink(name, level, text);
}

bool isRead(Level level) { return logger().should_log(toSpdlog(level)) || g_sink.load() != nullptr; }

void setLevel(Level level) { logger().set_level(toSpdlog(level)); }

void setSink(Sink sink) { g_sink.store(sink); }

void bridgeQtMessages() { qInstallMessageHandler(onQtMessage); }

} // namespace qd::log
