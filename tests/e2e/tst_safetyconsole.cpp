#include "confirm/confirmsheet.h"
#include "consolefixture.h"
#include "outcome.h"
#include "shell/bannerarea.h"
#include "shell/leasechip.h"
#include "shell/pagestack.h"
#include "testmain.h"

#include <QApplication>
#include <QPushButton>
#include <QTest>

using namespace qd;
using test::ConsoleFixture;
using test::Outcome;

class TestSafetyConsole : public QObject
{
    Q_OBJECT

    std::unique_ptr<ConsoleFixture> m_console;

    [[nodiscard]] Workspace &workspace() const { return m_console->app().workspace(); }
    [[nodiscard]] QStringList banners() const { return m_console->window().banners().shown(); }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers) const
    {
        QWidget *focus = QApplication::focusWidget();
        QTest::keyClick(focus ? focus : &m_console->window(), key, modifiers);
    }

private slots:
    void initTestCase()
    {
        m_console = std::make_unique<ConsoleFixture>(test::quickOptions(QStringLiteral("calm")));
        QTRY_VERIFY_WITH_TIMEOUT(m_console->app().account() && m_console->hasNumbers(), 60000);
        m_console->window().activateWindow();
    }
    void cleanupTestCase() { m_console.reset(); }

    void leaseIsTakenAndGivenBackByKeys()
    {
        LeaseChip &chip = m_console->window().topBar().lease();
        QCOMPARE(chip.words(), QStringLiteral("read-only"));
        press(Qt::Key_W, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(chip.words().startsWith(QLatin1StringView("read-write until")));
        press(Qt::Key_W, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(chip.words(), QStringLiteral("read-only"));
    }

    void sheetAnswersByKeys()
    {
        Outcome<WriteTicket> ticket;
        m_console->app().account()->guard().admit({.verb = QStringLiteral("policy.apply"), .title = QStringLiteral("Apply"), .after = QStringLiteral("x")},
                                                  ticket.context(), ticket.completion());
        auto *sheet = m_console->window().findChild<ConfirmSheet *>();
        QTRY_VERIFY(sheet && sheet->isOpen());
        QTest::keyClick(sheet->findChild<QPushButton *>(QStringLiteral("confirmCancel")), Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(ticket.wait() && ticket.ok());
        m_console->app().account()->guard().settle(ticket.value(), {});
        QVERIFY(m_console->app().account()->guard().hasLease()); // taken with the answer
    }

    void bigStopWorksWhileASheetIsOpen()
    {
        Outcome<WriteTicket> ticket;
        m_console->app().account()->guard().admit({.verb = QStringLiteral("policy.apply"), .title = QStringLiteral("Apply"), .after = QStringLiteral("x")},
                                                  ticket.context(), ticket.completion());
        auto *sheet = m_console->window().findChild<ConfirmSheet *>();
        QTRY_VERIFY(sheet && sheet->isOpen());
        QTest::keyClick(sheet->findChild<QPushButton *>(QStringLiteral("confirmCancel")), Qt::Key_X, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(workspace().chaos.board().block.startsWith(QLatin1StringView("big stop")));
        QTRY_VERIFY(banners().contains(QStringLiteral("chaos-stopped")));
        QVERIFY(sheet->isOpen()); // the question still waits for its own answer
        QTest::keyClick(sheet, Qt::Key_Escape);
        QVERIFY(ticket.wait());
        QCOMPARE(ticket.kind(), ErrorKind::Cancelled);
    }

    void pagesAreReachedByChords()
    {
        for (const char *page : {"chaos", "audit"}) {
            QVERIFY(m_console->trigger(qPrintable(QStringLiteral("go.%1").arg(QLatin1StringView(page)))));
            QCOMPARE(m_console->window().pages().currentPage(), PageId(QLatin1StringView(page)));
        }
        QTRY_VERIFY(workspace().audit.records().size() >= 4);
    }
};

QD_TEST_MAIN(QApplication, TestSafetyConsole)
#include "tst_safetyconsole.moc"
