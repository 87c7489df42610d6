#include "log.h"
#include "loglevel.h"
#include "testmain.h"

#include <QProcess>
#include <QTest>

namespace {

/// Made before the logger, so that it goes after everything that the logger is made of.
class LateWriter final
{
    Q_DISABLE_COPY_MOVE(LateWriter)

public:
    LateWriter() = default;
    ~LateWriter()
    {
        qd::log::setSink(nullptr);
        qd::log::write("test", qd::log::Level::Error, QStringLiteral("written while the program ends"));
    }
};

const LateWriter lateWriter;

} // namespace

/// The program's log, until its very end.
class TestLog final : public QObject
{
    Q_OBJECT

private slots:
    /// Threads of Qt's network may still warn of something then.
    void lastWords()
    {
        QProcess other;
        other.start(QCoreApplication::applicationFilePath(), {QStringLiteral("levels")});
        QVERIFY(other.waitForFinished(30000));
        QCOMPARE(other.exitStatus(), QProcess::NormalExit);
        QCOMPARE(other.exitCode(), 0);
        QVERIFY(other.readAllStandardError().contains("written while the program ends"));
    }

    void levels()
    {
        qd::log::setLevel(qd::log::Level::Error);
        qd::log::setSink(nullptr);
        QVERIFY(!qd::log::isRead(qd::log::Level::Warning));
        QVERIFY(qd::log::isRead(qd::log::Level::Error));
        qd::log::setLevel(qd::log::Level::Warning);
        QVERIFY(qd::log::isRead(qd::log::Level::Warning));
    }
};

QD_TEST_MAIN(QCoreApplication, TestLog)
#include "tst_log.moc"
