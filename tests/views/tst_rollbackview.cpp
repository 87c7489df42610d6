#include "namewalk.h"
#include "samplerollback.h"

#include "rollback/checklist.h"
#include "rollback/phasestrip.h"
#include "rollback/rollbackview.h"
#include "rollback/slotcard.h"
#include "rollback/tonechip.h"
#include "slotboardmodel.h"
#include "testmain.h"
#include "widgets/emptystate.h"
#include "widgets/errorbanner.h"

#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QStackedWidget>

using namespace qd;
using namespace qd::test;
using State = RollbackStatus::State;
using Phase = SlotBoardStore::Phase;

/// The page on values: every state, driven by keyboard.
class TestRollbackView : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme.apply(*qApp, ThemeId::Dark); }
    void init()
    {
        failOnWarnings();
        m_store = std::make_unique<SlotBoardStore>();
        m_model = std::make_unique<SlotBoardModel>(*m_store);
        m_view = std::make_unique<RollbackView>(*m_model, m_theme, m_clock);
        m_view->resize(1300, 760);
        m_view->show();
        m_view->setFocus();
    }
    void cleanup()
    {
        m_view.reset();
        m_model.reset();
        m_store.reset();
        checkNoErrorsLogged();
    }

    void cards()
    {
        load();
        const auto *production = m_view->findChild<SlotCard *>(QStringLiteral("slotCard-production"));
        const auto *staging = m_view->findChild<SlotCard *>(QStringLiteral("slotCard-staging"));
        QVERIFY(production && staging);
        QCOMPARE(staging->findChild<QLabel *>(QStringLiteral("slotBuild"))->text(), QStringLiteral("2026.11.1"));
        QCOMPARE(staging->findChild<ToneChip *>(QStringLiteral("slotPlace"))->word(), QStringLiteral("Last known good"));
        QCOMPARE(production->findChild<ToneChip *>(QStringLiteral("slotVerdict"))->word(), QStringLiteral("Bad record"));
        QVERIFY(!production->findChild<QPushButton *>(QStringLiteral("slotPlan"))->isVisible());
    }

    void aCardAsksForItsPlan()
    {
        load();
        QSignalSpy spy(m_view.get(), &RollbackView::planRequested);
        m_view->findChild<SlotCard *>(QStringLiteral("slotCard-staging"))->findChild<QPushButton *>(QStringLiteral("slotPlan"))->click();
        QCOMPARE(spy.size(), 1);
        QCOMPARE(spy.first().first().value<SlotName>().value, QStringLiteral("staging"));
    }

    void cardsKeepTheirPlaceWhenTheBoardChanges()
    {
        load();
        const auto *before = m_view->findChild<SlotCard *>(QStringLiteral("slotCard-staging"));
        SlotBoardInputs inputs = sampleBoardInputs();
        inputs.settings[QStringLiteral("staging")][QStringLiteral("BUILD_VERSION")] = QStringLiteral("2026.11.3");
        m_store->apply(makeSlotBoard(inputs), {});
        QCOMPARE(m_view->findChild<SlotCard *>(QStringLiteral("slotCard-staging")), before);
        QCOMPARE(before->findChild<QLabel *>(QStringLiteral("slotBuild"))->text(), QStringLiteral("2026.11.3"));
        inputs.sites.removeLast();
        m_store->apply(makeSlotBoard(inputs), {});
        QTRY_VERIFY(!m_view->findChild<SlotCard *>(QStringLiteral("slotCard-staging")));
    }

    void enterStartsOnlyWhatMayRun()
    {
        load();
        QSignalSpy spy(m_view.get(), &RollbackView::startRequested);
        QTest::keyClick(m_view.get(), Qt::Key_Return);
        QCOMPARE(spy.size(), 0);
        RollbackStatus refused = sampleStatus(State::Ready);
        refused.plan.checks.first().state = ReleaseCheck::State::Fail;
        m_view->setStatus(refused);
        QTest::keyClick(m_view.get(), Qt::Key_Return);
        QCOMPARE(spy.size(), 0);
        QVERIFY(!button("rollbackStart")->isEnabled());
        m_view->setStatus(sampleStatus(State::Ready));
        QTest::keyClick(m_view.get(), Qt::Key_Return);
        QCOMPARE(spy.size(), 1);
    }

    void keysAfterTheSwap()
    {
        load();
        QSignalSpy verify(m_view.get(), &RollbackView::verifyRequested);
        QSignalSpy undo(m_view.get(), &RollbackView::undoRequested);
        QSignalSpy stop(m_view.get(), &RollbackView::stopRequested);
        QSignalSpy back(m_view.get(), &RollbackView::backRequested);
        m_view->setStatus(sampleWatching());
        QTest::keyClick(m_view.get(), Qt::Key_V);
        QTest::keyClick(m_view.get(), Qt::Key_U);
        QTest::keyClick(m_view.get(), Qt::Key_Escape);
        QCOMPARE(verify.size(), 1);
        QCOMPARE(undo.size(), 0);
        QCOMPARE(stop.size(), 1);
        RollbackStatus failed = sampleWatching();
        failed.state = State::Failed;
        m_view->setStatus(failed);
        QTest::keyClick(m_view.get(), Qt::Key_U);
        QTest::keyClick(m_view.get(), Qt::Key_Escape);
        QCOMPARE(undo.size(), 1);
        QCOMPARE(back.size(), 1);
        QVERIFY(button("rollbackUndo")->isVisible() && button("rollbackVerify")->isVisible());
    }

    void phases_data()
    {
        QTest::addColumn<RollbackStatus>("status");
        QTest::addColumn<QString>("marks"); // w waiting, r running, d done, f failed
        const auto row = [](const char *name, State state, bool hasSwapped, bool isVerified, const char *marks) {
            RollbackStatus status = sampleStatus(state);
            status.hasSwapped = hasSwapped;
            status.isVerified = isVerified;
            QTest::newRow(name) << status << QString::fromLatin1(marks);
        };
        row("planning", State::Planning, false, false, "rwwwww");
        row("ready", State::Ready, false, false, "dwwwww");
        row("confirming", State::Confirming, false, false, "drwwww");
        row("swapping", State::Swapping, false, false, "dddrww");
        row("unclear", State::Unclear, false, false, "dddrww");
        row("probing", State::Probing, true, false, "ddddrw");
        row("watching", State::Watching, true, true, "dddddr");
        row("done", State::Done, true, true, "dddddd");
        row("swap failed", State::Failed, false, false, "dddfww");
        row("probe failed", State::Failed, true, false, "ddddfw");
        row("no recovery", State::Failed, true, true, "dddddf");
    }
    void phases()
    {
        QFETCH(RollbackStatus, status);
        QString marks;
        for (const PhaseStrip::Phase &phase : PhaseStrip::phasesOf(status))
            marks += QStringLiteral("wrdf").at(static_cast<int>(phase.mark));
        QTEST(marks, "marks");
    }

    void states()
    {
        m_view->setState(Phase::Loading, {}, {}, true);
        QVERIFY(m_view->findChild<QLabel *>(QStringLiteral("rollbackLoading"))->isVisible());
        m_view->setState(Phase::NotConfigured, {}, {}, false);
        QCOMPARE(m_view->findChild<EmptyState *>()->kind(), EmptyKind::NotConfigured);
        QVERIFY(m_view->findChild<EmptyState *>()->isVisible());
        const Error forbidden{.kind = ErrorKind::Forbidden, .message = QStringLiteral("no right")};
        m_view->setState(Phase::Failed, forbidden, {}, false);
        QCOMPARE(m_view->findChild<EmptyState *>()->kind(), EmptyKind::NoRight);
        const Error gone{.kind = ErrorKind::Network, .message = QStringLiteral("gone")};
        m_view->setState(Phase::Failed, gone, {}, false);
        QVERIFY(m_view->findChild<ErrorBanner *>()->isVisible());
        load();
        m_view->setState(Phase::Failed, gone, {QStringLiteral("gap")}, false); // the last slots stay
        QVERIFY(m_view->findChild<SlotCard *>()->isVisible());
        QCOMPARE(m_view->findChild<QLabel *>(QStringLiteral("rollbackGaps"))->text(), QStringLiteral("gap"));
        m_clock.advance(Seconds(120));
        m_view->setReadAt(m_store->board().readAt);
        QVERIFY(m_view->findChild<QLabel *>(QStringLiteral("rollbackAge"))->text().startsWith(QStringLiteral("stale")));
    }

    void checksAreToldInWords()
    {
        load();
        m_view->setStatus(sampleStatus(State::Ready));
        const QStringList lines = m_view->findChild<CheckList *>(QStringLiteral("planChecks"))->lines();
        QCOMPARE(lines.size(), 12);
        QVERIFY(lines.first().startsWith(QStringLiteral("pass target")));
    }

    void everythingHasAName()
    {
        load();
        for (const State state : {State::Ready, State::Watching, State::Failed}) {
            RollbackStatus status = sampleWatching();
            status.state = state;
            m_view->setStatus(status);
            QCOMPARE(unnamedWidgets(*m_view), QStringList());
        }
    }

    void hostileTextIsPlain()
    {
        SlotBoardInputs inputs = sampleBoardInputs();
        inputs.settings[QStringLiteral("staging")][QStringLiteral("BUILD_VERSION")] = QStringLiteral("<b>x</b>");
        m_store->apply(makeSlotBoard(inputs), {});
        for (const QLabel *label : m_view->findChildren<QLabel *>())
            QCOMPARE(label->textFormat(), Qt::PlainText);
    }

private:
    void load()
    {
        m_store->apply(makeSlotBoard(sampleBoardInputs()), {});
        m_view->setState(Phase::Ready, {}, {}, false);
        m_view->setReadAt(m_store->board().readAt);
    }
    [[nodiscard]] QPushButton *button(const char *name) const { return m_view->findChild<QPushButton *>(QLatin1String(name)); }

    Theme m_theme;
    ManualClock m_clock;
    std::unique_ptr<SlotBoardStore> m_store;
    std::unique_ptr<SlotBoardModel> m_model;
    std::unique_ptr<RollbackView> m_view;
};

QD_TEST_MAIN(QApplication, TestRollbackView)
#include "tst_rollbackview.moc"
